import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page as Tab } from 'puppeteer-core';
import { click, until } from '../e2e/browser.ts';
import { openChromium, page } from '../e2e/chromium.ts';
import { composerPages, type Surface, startSite } from './site.ts';

// Saves what each composer page is made of around its marked elements, so that `rulekit check` can prove the selectors
// without a browser. `node snapshot.ts DIR [ID…]` writes DIR/rules/platforms/ID/composer.xml.
const [to = '.', ...only] = process.argv.slice(2);
const site = await startSite();
const browser = await openChromium(site.port);
const wanted = composerPages().filter(({ platform }) => only.length === 0 || only.includes(platform));
const queue = wanted.flatMap(({ surfaces }) => surfaces);
const parts = new Map<Surface, string>();
// Most of the time goes into waiting until a page has come to rest: several wait at once.
await Promise.all(
  Array.from({ length: 8 }, async () => {
    const tab = await browser.newPage({ type: 'window' }); // a tab in the background draws nothing
    for (let surface = queue.pop(); surface; surface = queue.pop()) parts.set(surface, await snapshot(tab, surface));
  }),
);
for (const { platform, file, surfaces } of wanted) {
  const folder = join(to, 'rules/platforms', platform);
  mkdirSync(folder, { recursive: true });
  const source = createHash('sha256').update(readFileSync(file)).digest('hex');
  const head = '<!-- Generated from composer.html by ./build.sh generate. Do not edit. -->';
  writeFileSync(join(folder, 'composer.xml'), `${head}\n<page source="${source}">\n${surfaces.map(surface => parts.get(surface)).join('')}</page>\n`);
}
await browser.close();
site.close();

async function snapshot(tab: Tab, { at, open = [], composer, kind = 'decoy' }: Surface): Promise<string> {
  await tab.goto('about:blank'); // an address that differs in what follows # only would not be loaded anew
  await tab.goto(at);
  const opened = await page(tab);
  for (const first of open) await click(opened, first);
  const write = `((__name) => (${serialise})(${JSON.stringify(composer)}))(f => f)`; // tsx keeps the names of functions with it
  // Editor libraries come to rest after the page does: what has not changed for a while is what there is.
  let before: string | undefined;
  const body = await until(`${composer} at ${at}`, async () => {
    const now = await opened.evaluate<string | undefined>(write);
    await new Promise(resolve => setTimeout(resolve, 400));
    const rests = now !== undefined && now === before;
    before = now;
    return rests ? now : undefined;
  });
  return ` <surface at="${at.replaceAll('&', '&amp;')}" kind="${kind}">\n${body} </surface>\n`;
}

/** Runs in the page: writes the marked elements and what they are in as XML, with `target` on the composer that was asked for. */
function serialise(composer: string): string | undefined {
  const marked = '[data-expect], [data-decoy], [data-submit]';
  const made = /^(style|on.*|data-offset-key|data-editor|data-id|tabindex|spellcheck|translate|aria-(controls|describedby|owns|labelledby|activedescendant))$/;
  const kept = new Set<Node>();
  let target: Element | undefined;
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const wanted = element.matches(composer);
      if (wanted) target ??= element;
      if (wanted || element.matches(marked))
        for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) kept.add(node);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  if (!target) return undefined;
  const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', ' ');
  const lines = (node: Node, indent: string): string => {
    const element = node as Element;
    if (!kept.has(node)) {
      const counted = element.parentElement && [...element.parentElement.children].some(child => kept.has(child) && child.localName === element.localName);
      return counted ? `${indent}<${element.localName}/>\n` : ''; // for :nth-of-type
    }
    const inside = [...(element.shadowRoot ? [element.shadowRoot] : []), ...element.childNodes].map(child => lines(child, `${indent} `)).join('');
    if (node instanceof ShadowRoot) return `${indent}<shadow>\n${inside}${indent}</shadow>\n`;
    const attributes = [...element.attributes]
      .filter(({ name, value }) => /^[a-z][\w-]*$/.test(name) && !made.test(name) && !(name === 'id' && /^radix-|^:/.test(value)))
      .map(({ name, value }) => ` ${name}="${escaped(value)}"`)
      .sort()
      .join('');
    const start = `${indent}<${element.localName}${attributes}${element === target ? ' target=""' : ''}`;
    return inside ? `${start}>\n${inside}${indent}</${element.localName}>\n` : `${start}/>\n`;
  };
  return [...document.body.childNodes].map(child => lines(child, '  ')).join('');
}
