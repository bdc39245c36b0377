import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { SourceState } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { type Site, startSite } from '../site/site.ts';
import { type Source, startNative } from '../site/source.ts';
import { type Browser, banner, click, launch, type Name, type Options, type Page, tell, until } from './browser.ts';

/** Where the tests serve the built-in source. */
export const host = 'rules.example.net';
export const address = `https://${host}/v1/`;

/** Where LinkedIn's switch is in the first release, and in the second. */
export const [old, moved] = ['https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement', 'https://www.linkedin.com/mypreferences/d/moved'];

export const run = (browser: Browser, source = '') => tell<LastRun>(browser, { type: 'update', source });
export const allSources = async (browser: Browser) => (await tell<{ sources: SourceState[] }>(browser, { type: 'sources' })).sources;
export const own = async (browser: Browser) => (await allSources(browser))[0] as SourceState;
export const link = (page: Page) => page.inBanner<string>(`return root.querySelector('a.go')?.href`);
export const said = (page: Page) => page.inBanner<string>(`return root.textContent`);

/** Serves the built-in source to the tests of a suite. What is returned is filled in before the first one runs. */
export function serving(start = startNative): { source: Source; site: Site } {
  const served = {} as { source: Source; site: Site };
  before(async () => {
    [served.source, served.site] = await Promise.all([start(), startSite()]);
    served.site.answers.set(host, served.source.answer);
  });
  after(async () => {
    await served.source.close();
    served.site.close();
  });
  return served;
}

/** Opens the database, and `read`s from one of its stores: the beginning of a function in a page of the extension. */
export const openDatabase = `
  const database = await new Promise(resolve => Object.assign(indexedDB.open('rules'), { onsuccess: event => resolve(event.target.result) }));
  const read = (store, method, key) => new Promise(resolve => {
    Object.assign(database.transaction(store).objectStore(store)[method](key), { onsuccess: event => resolve(event.target.result) });
  });`;

/** Keeps all that is stored, and returns what puts it back, with a background that knows nothing yet. */
export async function remember(browser: Browser): Promise<() => Promise<void>> {
  await browser.inExtension(`(async () => {
    ${openDatabase}
    const stores = [];
    for (const name of database.objectStoreNames) stores.push([name, await read(name, 'getAllKeys'), await read(name, 'getAll')]);
    const local = await chrome.storage.local.get();
    window.putBack = async () => {
      // With the first write all is there that a background needs which starts at it, and registers the scripts.
      const all = { ...local, changed: true };
      await chrome.storage.local.set(all);
      await chrome.storage.local.remove((await chrome.storage.local.getKeys()).filter(key => !(key in all)));
      const transaction = database.transaction(stores.map(([name]) => name), 'readwrite');
      for (const [name, keys, values] of stores) {
        transaction.objectStore(name).clear();
        keys.forEach((key, i) => transaction.objectStore(name).put(values[i], key));
      }
      await new Promise(resolve => (transaction.oncomplete = resolve));
      return true;
    };
    return true;
  })()`);
  return async () => {
    await browser.stopWorker();
    await browser.inExtension(`window.putBack()`);
    await browser.stopWorker(); // what was put back has woken it
    await until('the scripts', () =>
      browser.inExtension<boolean>(
        `chrome.runtime.sendMessage({ type: 'state' }).then(() => chrome.storage.local.get('changed')).then(({ changed }) => !changed)`,
      ),
    );
    await browser.stopWorker();
  };
}

/** A browser that has just been installed, whose built-in source is served at the tests' address. */
export async function install(name: Name, site: Site, options: Partial<Options> = {}): Promise<Browser> {
  const browser = await launch(name, site.port, options);
  const first = await tell<LastRun>(browser, { type: 'addSource', address });
  assert.equal(first.status, 'current', first.reason);
  return browser;
}

/** Opens LinkedIn and writes a comment, as the first time in a session. */
export async function openFeed(browser: Browser): Promise<Page> {
  await browser.inExtension(`chrome.storage.local.remove('shown').then(() => true)`);
  const page = await browser.open('https://www.linkedin.com/feed/');
  await click(page, '[data-expect=comment]');
  await banner(page);
  return page;
}

/** What is stored of the built-in rules in force: a version, its platforms, those of them that have no rule, and the link of one. */
export type InForce = { version: string; platforms: number; missing: string[]; link: string };

export function inForce(browser: Browser): Promise<InForce> {
  return browser.inExtension(`chrome.storage.local.get().then(all => {
    const { version, ids } = all.rules[''];
    return { version, platforms: ids.length, missing: ids.filter(id => !all['rule:' + id]), link: all['rule:linkedin'].optOuts[0].url };
  })`);
}

/** The rules of each version, as a whole. */
export const whole = (version: string): InForce => ({
  version,
  platforms: version === '1.0' ? 86 : 87,
  missing: [],
  link: version === '1.0' ? old : moved,
});
