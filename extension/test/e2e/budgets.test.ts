// What the content script may do to a page, as counts: they are the same on every machine, so the build fails when one is exceeded.
// Sizes are in pack/main.go, and times in docs/bench.md.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Site, startSite } from '../site/site.ts';
import { type Browser, banner, click, copyOfExtension, launch, names, type Page, reset, until } from './browser.ts';

/** Listeners are those that stay; keys are those asked of the storage. */
type Counts = { listeners: number; observers: number; timers: number; reads: number; keys: number; writes: number; messages: number; nodes: number };

/** Counts what the script behind it does, and tells the page when asked. Runs in the script's own world. */
const counting = `(() => {
  if (globalThis.counts) return;
  const counts = (globalThis.counts = { listeners: 0, observers: 0, timers: 0, reads: 0, keys: 0, writes: 0, messages: 0, nodes: 0 });
  const wrap = (owner, name, count) => {
    const real = owner[name];
    owner[name] = function (...given) { count(this, given); return real.apply(this, given); };
  };
  document.addEventListener('tell-counts', () => document.documentElement.setAttribute('data-counts', JSON.stringify(counts)));
  wrap(EventTarget.prototype, 'addEventListener', (target, [, , options]) => { if (!options?.once) counts.listeners++; });
  wrap(chrome.storage.onChanged, 'addListener', () => counts.listeners++);
  for (const observer of [MutationObserver, ResizeObserver, IntersectionObserver]) wrap(observer.prototype, 'observe', () => counts.observers++);
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame', 'requestIdleCallback']) wrap(globalThis, name, () => counts.timers++);
  wrap(chrome.storage.local, 'get', (local, [keys]) => { counts.reads++; counts.keys += keys.length; });
  wrap(chrome.storage.local, 'set', () => counts.writes++);
  wrap(chrome.runtime, 'sendMessage', () => counts.messages++);
  for (const name of ['append', 'prepend']) wrap(Element.prototype, name, target => { if (target.isConnected && target.getRootNode() === document) counts.nodes++; });
})();
`;

/** What was counted on a page, undefined where the script is not. */
function counted(page: Page): Promise<Counts | undefined> {
  return page.evaluate<Counts | undefined>(
    `(document.dispatchEvent(new Event('tell-counts')), (text => text === null ? undefined : JSON.parse(text))(document.documentElement.getAttribute('data-counts')))`,
  );
}

/** Holds that nothing was counted more often than it may be. */
function within(counts: Counts | undefined, most: Counts): void {
  assert.ok(counts, 'the script is there');
  for (const name of Object.keys(most) as (keyof Counts)[]) assert.ok(counts[name] <= most[name], `${name}: ${counts[name]}, at most ${most[name]}`);
}

const atRest: Counts = { listeners: 18, observers: 0, timers: 0, reads: 0, keys: 0, writes: 0, messages: 0, nodes: 0 };

for (const name of names) {
  describe(name, () => {
    let [site, browser] = [] as unknown as [Site, Browser];
    before(async () => {
      const extension = copyOfExtension();
      for (const script of ['content.js', 'guide.js']) {
        const file = join(extension, script);
        writeFileSync(file, counting + readFileSync(file, 'utf8'));
      }
      site = await startSite();
      browser = await launch(name, site.port, { extension });
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    const opened = async (url: string) => {
      await reset(browser);
      return browser.open(url);
    };

    test('a page on a covered host where nobody writes: listeners, and nothing else', async () => {
      const page = await opened('https://www.reddit.com/page/fifty.html');
      within(await counted(page), atRest);
    });

    test('a focus that brings a banner: one read, one message, one element, and observers of that element and its composer', async () => {
      const page = await opened('https://www.reddit.com/page/light.html');
      await click(page, '#editor');
      await banner(page);
      const counts = await until('the question to the engine', async () => {
        const now = await counted(page);
        return now?.messages ? now : undefined;
      });
      within(counts, { listeners: 22, observers: 3, timers: 4, reads: 1, keys: 7, writes: 1, messages: 1, nodes: 1 });
      await page.type('a draft of some words');
      await page.clickAt(700, 500);
      await click(page, '#editor');
      assert.deepEqual(await counted(page), counts, 'what is written, and another focus, cost nothing more');
    });

    test('a focus where nothing is said: one read, and nothing else', async () => {
      const page = await opened('https://www.reddit.com/page/decoys.html');
      await click(page, '#search');
      const counts = await until('the read', async () => {
        const now = await counted(page);
        return now?.reads ? now : undefined;
      });
      within(counts, { ...atRest, listeners: 19, reads: 1, keys: 7 });
    });

    test('a page on another host: no script', async () => {
      const page = await opened('https://example.org/page/light.html');
      await click(page, '#editor');
      assert.equal(await counted(page), undefined);
    });

    test('at most five scripts are registered, whatever the number of platforms', async () => {
      const ids = await browser.inExtension<string[]>(`chrome.scripting.getRegisteredContentScripts().then(scripts => scripts.map(({ id }) => id))`);
      assert.ok(ids.length <= 5, ids.join());
    });
  });
}
