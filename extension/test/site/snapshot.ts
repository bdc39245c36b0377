import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Page as Tab } from 'puppeteer-core';
import { click, until } from '../e2e/browser.ts';
import { openChromium, page } from '../e2e/chromium.ts';
import { marked } from './marked.ts';
import { composerPages, type Surface, startSite } from './site.ts';

// Saves what each composer page is made of around its marked elements, so that `rulekit check` can prove the selectors
// without a browser; the composer tests hold that they are still what the pages are. `node snapshot.ts [ID…]` writes
// rules/platforms/ID/composer.xml.
const only = process.argv.slice(2);
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
for (const { file, surfaces } of wanted) {
  const source = createHash('sha256').update(readFileSync(file)).digest('hex');
  const head = '<!-- Generated from composer.html by ./build.sh generate. Do not edit. -->';
  writeFileSync(file.replace(/html$/, 'xml'), `${head}\n<page source="${source}">\n${surfaces.map(surface => parts.get(surface)).join('')}</page>\n`);
}
await browser.close();
site.close();

async function snapshot(tab: Tab, surface: Surface): Promise<string> {
  const { at, open = [], composer } = surface;
  await tab.goto('about:blank'); // an address that differs in what follows # only would not be loaded anew
  await tab.goto(at);
  const opened = await page(tab);
  for (const first of open) await click(opened, first);
  // Editor libraries come to rest after the page does: what has not changed for a while is what there is.
  let before: string | undefined;
  return until(`${composer} at ${at}`, async () => {
    const now = await marked(opened, surface);
    await new Promise(resolve => setTimeout(resolve, 400));
    const rests = now === before;
    before = now;
    return rests ? now : undefined;
  });
}
