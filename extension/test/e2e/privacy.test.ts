import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serveFolder } from '../site/source.ts';
import { type Browser, banner, click, clickInBanner, copyOfExtension, names, tell, until } from './browser.ts';
import { address, host, install, openDatabase, run, serving } from './rules.ts';

const paper = readFileSync(join(import.meta.dirname, '../../../PRIVACY.md'), 'utf8');
const other = 'rules.other.example';

/** The rows of the table under a heading, as the code spans of their first cells. */
function listed(heading: string, cells: number): string[] {
  const section = paper.split(/^## /m).find(part => part.startsWith(heading)) ?? '';
  const rows = [...section.matchAll(/^\| (`.+`) \|.*$/gm)].map(([row]) => row.split('|').slice(1, 1 + cells));
  return rows.map(row => row.map(cell => cell.trim().replaceAll('`', '')).join(' '));
}

/** Tells apart what was seen and is not listed, and what is listed and was not seen. */
function compare(rows: string[], seen: Iterable<string>): { unlisted: string[]; unseen: string[] } {
  const patterns = rows.map(row => new RegExp(`^${row.replace(/[.*+?^$()[\]\\]/g, '\\$&').replaceAll(/<\w+>/g, '.*')}$`));
  const all = [...seen];
  return {
    unlisted: all.filter(one => !patterns.some(pattern => pattern.test(one))),
    unseen: rows.filter((_, i) => !all.some(one => patterns[i]?.test(one))),
  };
}

const watch = `(() => {
  globalThis.seen = new Set();
  chrome.storage.onChanged.addListener((changes, area) => Object.keys(changes).forEach(key => seen.add('storage.' + area + ' ' + key)));
  return true;
})()`;

const stored = `(async () => {
  ${openDatabase}
  for (const area of ['local', 'session', 'sync']) for (const key of Object.keys(await chrome.storage[area].get())) seen.add('storage.' + area + ' ' + key);
  for (const store of database.objectStoreNames) if (await read(store, 'count')) seen.add('indexedDB ' + store);
  return [...seen];
})()`;

/** The extension as a release is packed: it may read the host of its own rules. */
function released(): string {
  const extension = copyOfExtension();
  const file = join(extension, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.host_permissions.push(`https://${host}/*`);
  writeFileSync(file, JSON.stringify(manifest));
  return extension;
}

for (const name of names) {
  describe(name, () => {
    const served = serving();
    const asked: { url: string; method: string; headers: IncomingHttpHeaders }[] = [];
    let browser: Browser;
    let platforms: string[];

    before(async () => {
      for (const [at, answer] of [[host, served.source.answer] as const, [other, serveFolder('other')] as const]) {
        served.site.answers.set(at, (request, response) => {
          asked.push({ url: `https://${at}${request.url}`, method: request.method ?? '', headers: request.headers });
          answer(request, response);
        });
      }
      browser = await install(name, served.site, { extension: released() });
      await browser.inExtension(watch);
    });
    after(() => browser.close());

    test('it is used in every way', async () => {
      await tell(browser, { type: 'settings', settings: { region: 'DE' } });
      for (const stage of ['news', 'far', 'rotated'] as const) {
        await served.source.serve(stage);
        assert.equal((await run(browser)).status, 'updated', stage);
      }
      assert.equal((await tell<{ status: string }>(browser, { type: 'addSource', address: `https://${other}/v1/` })).status, 'updated');
      await tell(browser, { type: 'share', on: true });
      const feed = await browser.open('https://www.linkedin.com/feed/');
      await click(feed, '[data-expect=comment]');
      await banner(feed);
      await clickInBanner(feed, 'Done');
      await until('the choice', () => browser.inExtension<boolean>(`chrome.storage.sync.get().then(all => 'choices:linkedin' in all)`));
      assert.deepEqual(await feed.evaluate(`[localStorage.length, sessionStorage.length, document.cookie]`), [0, 0, ''], 'something is kept in the page');
      await feed.close();
      await tell(browser, { type: 'choose', platform: '*', action: { kind: 'public-only' } });
      await tell(browser, { type: 'preferences', preferences: { language: 'de', textSize: 'large' } });
      await tell(browser, { type: 'pick', platform: 'reddit', picked: true });
      await tell(browser, { type: 'sweep', sweep: { steps: [{ platform: 'linkedin', optOut: 'toggle' }], at: 0 } });
      for (const page of ['options/options.html', 'platforms/platforms.html', 'welcome/welcome.html', 'popup/popup.html']) {
        const opened = await browser.extensionPage(page);
        await until(page, () => opened.evaluate<boolean>(`document.querySelector('h1') !== null`));
        await opened.close();
      }
      platforms = await browser.inExtension(`chrome.storage.local.get('rules').then(({ rules }) => rules[''].ids)`);
      assert.ok(platforms.length > 80);
    });

    test('what it requests is what PRIVACY.md lists', () => {
      const below = asked.map(({ url }) => url.replace(address, '').replace(`https://${other}/v1/`, ''));
      assert.deepEqual(compare(listed('What is requested', 1), below), { unlisted: [], unseen: [] });
      for (const { url, method, headers } of asked) {
        const { cookie, referer, authorization } = headers;
        const own = Object.keys(headers).filter(header => header.startsWith('x-'));
        assert.deepEqual([method, cookie, referer, authorization, own], ['GET', undefined, undefined, undefined, []], url);
      }
    });

    test('no request to its own source tells which installation asks', () => {
      const origins = asked.filter(({ url }) => url.startsWith(address)).map(({ headers }) => headers.origin);
      assert.ok(origins.length > 10);
      assert.deepEqual([...new Set(origins)], [undefined]);
    });

    test('it requests nothing of anybody else', () => {
      const browsers = /^[\w.-]+\.(services\.mozilla\.com|mozilla\.org|mozilla\.net|firefox\.com|googleapis\.com)\/|^accounts\.google\.com\/ListAccounts$/; // what they ask of their makers
      const pages = /^www\.linkedin\.com\/(feed\/|favicon\.ico|look\.css|editors\/\w+\.js)$/;
      const sources = new RegExp(`^(${host}|${other})/v1/`.replaceAll('.', '\\.'));
      assert.deepEqual(
        served.site.requests.filter(request => ![browsers, pages, sources].some(known => known.test(request))),
        [],
      );
    });

    test('what it stores is what PRIVACY.md lists', async () => {
      const { unlisted, unseen } = compare(listed('What is stored', 2), await browser.inExtension<string[]>(stored));
      assert.deepEqual({ unlisted, unseen }, { unlisted: [], unseen: ['storage.local trouble'] }); // nothing has failed
      const elsewhere = `(async () => [(await indexedDB.databases()).map(({ name }) => name), await caches.keys(), localStorage.length, document.cookie])()`;
      assert.deepEqual(await browser.inExtension(elsewhere), [['rules'], [], 0, '']);
    });

    test('what it stores about a host is the same whether the user was there or not', async () => {
      const names = `chrome.storage.local.get().then(all => Object.keys(all).filter(key => /^(notice|rule):/.test(key)).sort())`;
      assert.ok((await browser.inExtension<string[]>(names)).length > platforms.length);
      const history = `chrome.storage.local.get().then(all => Object.entries(all).filter(([key, value]) => JSON.stringify(value).includes('linkedin.com/feed')).map(([key]) => key))`;
      assert.deepEqual(await browser.inExtension(history), []);
    });
  });
}
