import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Page, until } from './browser.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const options = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
  preload: false, // the pages may fetch nothing of the kind
};

/** What axe has found against a page of the extension, one line for each element. */
export async function violations(page: Page): Promise<string[]> {
  await begin(page, 'document');
  return end(page);
}

/**
 * The same of the banner or the panel in its closed shadow root. Only the page itself could open such a root to axe, and it has no
 * reference to it. The developer tools have one: for the time of the test the host element names its root, as one with an open
 * root does. What axe sees is the very elements, in their own styles, at their place in the page.
 */
export async function violationsInBanner(page: Page): Promise<string[]> {
  await page.inBanner(`Object.defineProperty(root.host, 'shadowRoot', { value: root, configurable: true }); window.ours = root.host;`);
  await begin(page, '{ include: [window.ours] }');
  return end(page);
}

async function begin(page: Page, context: string): Promise<void> {
  if (!(await page.evaluate<boolean>(`window.axe !== undefined`))) await page.evaluate(`(() => { ${source}; return true; })()`);
  await page.evaluate(`(() => {
    window.found = undefined;
    axe.run(${context}, ${JSON.stringify(options)}).then(
      ({ violations }) => (window.found = violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html, any, all, none }) => id + ': ' + help + ': ' + html.slice(0, 300) + ' ' + [...any, ...all, ...none].map(({ message }) => message).join('; ')))),
      error => (window.found = [String(error)]),
    );
    return true;
  })()`);
}

async function end(page: Page): Promise<string[]> {
  return until('axe', () => page.evaluate<string[]>(`window.found`), 60_000);
}
