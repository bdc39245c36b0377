import { type Page, until } from './browser.ts';

/** A button of a page by its text, as an expression. */
export const button = (name: string) =>
  `[...document.querySelectorAll('button')].find(button => button.checkVisibility() && button.textContent === ${JSON.stringify(name)})`;

/** Waits until a page of the extension says something, and returns it. */
export function says(page: Page, words: RegExp): Promise<string> {
  return until(`${words}`, async () => words.exec(await page.evaluate<string>(`document.body.innerText`))?.[0]).catch(async error => {
    throw new Error(`${error}; the page says: ${await page.evaluate<string>(`document.body.innerText`)}`);
  });
}

/** What is wrong with headings that skip a level, and with controls without a name. */
export function unnamed(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(heading => heading.checkVisibility()).map(heading => Number(heading.tagName[1]));
    const skips = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1 || (level === 1) !== (i === 0)).map(level => 'h' + level);
    const nameless = [...document.querySelectorAll('a, button, input, select, progress, summary, svg[role=img]')]
      .filter(control => !(control.ariaLabel || [...(control.labels ?? [])].map(label => label.textContent).join('') || control.textContent).trim())
      .map(control => control.outerHTML);
    return [...skips, ...nameless];
  })()`);
}
