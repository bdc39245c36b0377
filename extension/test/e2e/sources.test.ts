import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Found, Shown, SourceState } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { type Site, startSite } from '../site/site.ts';
import { fileOf, serveFolder } from '../site/source.ts';
import { type Browser, banner, click, clickInBanner, copyOfExtension, launch, names, type Page, stayQuiet, tell, until } from './browser.ts';
import { allSources, address as builtIn, host as builtInHost, link, old, openDatabase, openFeed, own, run, said } from './rules.ts';

const name = 'rules.other.example/main';
const [address, mirror, impostor] = ['https://rules.other.example/v1/', 'https://mirror.other.example/v1/', 'https://impostor.example/v1/'];
const forum = `${name}/forum`;
const line = `The Forum trains AI on your posts unless you turn it off. (Source: ${name})`;
const pin = (version: number, root: Buffer) => `#root=${version}:${createHash('sha256').update(root).digest('base64url')}`;

const find = (browser: Browser, address: string) => tell<Found>(browser, { type: 'findSource', address });
const add = (browser: Browser, address: string) => tell<LastRun>(browser, { type: 'addSource', address });
const allow = (browser: Browser, abilities: { links: boolean; hints: boolean }) => tell(browser, { type: 'allowSource', source: name, ...abilities });
const remove = (browser: Browser) => tell(browser, { type: 'removeSource', source: name });
const other = async (browser: Browser) => (await allSources(browser))[1] as SourceState;

/** The extension, which may act on a host that no built-in rule names, as after a user's permission. */
function withForum(): string {
  const copy = copyOfExtension();
  const file = join(copy, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...manifest, host_permissions: [...manifest.host_permissions, 'https://*.forum.example/*'] }));
  return copy;
}

/** A source whose checkpoint has so many further signatures that it is between half of the limit and the limit. */
function padded(source: string): RequestListener {
  const lines = Array.from({ length: 80 }, (_, i) => `— padding.example/${i} ${Buffer.alloc(180, i).toString('base64')}\n`);
  return (request, response) => {
    if (!request.url?.endsWith('/checkpoint')) return serveFolder(source)(request, response);
    response.writeHead(200, { 'access-control-allow-origin': '*' }).end(fileOf(source, 'checkpoint') + lines.join(''));
  };
}

/** Where the source is named in what the extension stores, and the names of all data files. */
function traces(browser: Browser): Promise<{ named: string[]; blobs: string[] }> {
  return browser.inExtension(`(async () => {
    ${openDatabase}
    const keys = store => read(store, 'getAllKeys');
    const stored = { local: await chrome.storage.local.get(), session: await chrome.storage.session.get() };
    const named = Object.entries(stored).flatMap(([area, all]) => Object.entries(all).filter(entry => JSON.stringify(entry).includes('${name}')).map(([key]) => area + ' ' + key));
    for (const store of ['trust', 'set', 'file']) named.push(...(await keys(store)).filter(key => key.startsWith('${name}')).map(key => store + ' ' + key));
    named.push(...(await chrome.alarms.getAll()).filter(alarm => alarm.name.includes('${name}')).map(alarm => 'alarm ' + alarm.name));
    return { named: named.sort(), blobs: (await keys('blob')).sort() };
  })()`);
}

for (const browserName of names) {
  describe(`${browserName}, another source`, () => {
    let [site, browser] = [] as unknown as [Site, Browser];
    before(async () => {
      site = await startSite();
      const folders = { 'rules.other.example': 'other', 'mirror.other.example': 'other', 'impostor.example': 'impostor', [builtInHost]: 'begin' };
      for (const [host, folder] of Object.entries(folders)) site.answers.set(host, serveFolder(folder));
      for (let i = 1; i <= 8; i++) site.answers.set(`rules.spare-${i}.example`, serveFolder(`spare-${i}`));
      browser = await launch(browserName, site.port, { extension: withForum() });
      assert.equal((await add(browser, builtIn)).status, 'current');
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    /** Writes in the forum, as the first time in a session. */
    const openForum = async (): Promise<Page> => {
      await browser.inExtension(`chrome.storage.local.remove('shown').then(() => true)`);
      const page = await browser.open('https://www.forum.example/page/rtl.html');
      await click(page, 'textarea');
      return page;
    };

    test('an address shows whose source it is, and compares the fingerprint if it has one', async () => {
      const root = fileOf('other', 'root/1');
      const { source, host, known, pinned, signers, keys, witnesses } = await find(browser, address);
      assert.deepEqual(
        { source, host, known, pinned, signers, keys, witnesses },
        { source: name, host: 'rules.other.example', known: false, pinned: false, signers: 1, keys: 1, witnesses: 0 },
      );
      assert.equal((await find(browser, address + pin(1, root))).pinned, true);
      await assert.rejects(find(browser, address + pin(1, fileOf('impostor', 'root/1'))), /another root than the one in the address/);
      await assert.rejects(add(browser, address + pin(1, fileOf('impostor', 'root/1'))), /another root/);
      await assert.rejects(find(browser, address + pin(2, root)), /there are no rules/);
      assert.equal((await allSources(browser)).length, 1, 'looking keeps nothing');
    });

    test('it informs, under its own name and nowhere else', async () => {
      const result = await add(browser, address + pin(1, fileOf('other', 'root/1')));
      assert.equal(result.status, 'updated', result.reason);
      const { version, platforms, links, hints, state } = await other(browser);
      assert.deepEqual({ version, platforms, links, hints, state }, { version: '1.0', platforms: 2, links: true, hints: false, state: 'no-promise' });
      const feed = await openFeed(browser);
      assert.equal(await banner(feed), 'LinkedIn trains AI on your comments unless you turn it off.');
      assert.equal(await link(feed), old, 'a hold of another source is none of ours');
      const { others = [], platform } = await tell<Shown>(browser, { type: 'details', url: 'https://www.linkedin.com/feed/' });
      assert.deepEqual([platform, ...others.map(({ source, rule }) => `${source}: ${rule?.name}`)], ['linkedin', `${name}: LinkedIn`]);
      const popup = await feed.popup?.();
      if (popup) {
        const text = await until('the popup', () =>
          popup.evaluate<string>(
            `document.body.innerText.includes('Also known') && (document.querySelectorAll('details').forEach(folded => (folded.open = true)), document.body.innerText)`,
          ),
        );
        assert.match(text, new RegExp(`Also known, from ${name}[^]*We have asked LinkedIn, and this is what it answered\\.`));
      }
      await feed.close();
    });

    test('what it says of a page of its own stays out of the page, and the toolbar button is marked', async () => {
      const page = await openForum();
      await stayQuiet(browser, page);
      const badge = `chrome.tabs.query({ url: 'https://www.forum.example/*' }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id }))`;
      await until('the mark', async () => (await browser.inExtension(badge)) === '!');
      await page.close();
    });

    test('it may speak in pages when the user allows it, and says who speaks', async () => {
      await allow(browser, { links: true, hints: true });
      const page = await openForum();
      assert.equal(await banner(page), line);
      assert.match((await said(page)) ?? '', /New link, shown after/);
      assert.deepEqual(Object.keys((await other(browser)).held), ['forum.example', 'linkedin.com']);
      assert.deepEqual((await own(browser)).held, {});
      await tell(browser, { type: 'showDomain', source: '', domain: 'forum.example' });
      assert.equal(await link(page), undefined, 'what one source may show opens nothing for another');
      await clickInBanner(page, 'Show it now');
      await until('the link', async () => (await link(page)) === 'https://forum.example/settings');
      assert.deepEqual(Object.keys((await other(browser)).held), ['linkedin.com']);
      await page.close();
    });

    test('without leave to link it says what it has to say, and leads nowhere', async () => {
      await allow(browser, { links: false, hints: true });
      const page = await openForum();
      assert.equal(await banner(page), line);
      assert.equal(await page.inBanner(`return root.querySelector('a') === null && !root.textContent.includes('New link')`), true);
      const { rule, optOuts } = await tell<Shown>(browser, { type: 'details', url: 'https://www.forum.example/' });
      const urls = [...Object.values(rule?.links ?? {}), ...(rule?.evidence ?? []).map(({ url }) => url), ...optOuts.map(({ url }) => url)];
      assert.deepEqual(urls.filter(Boolean), []);
      await page.close();
    });

    test('it has half of the limits', async () => {
      site.answers.set(builtInHost, padded('begin')).set('rules.other.example', padded('other'));
      const [whole, half] = [await run(browser), await run(browser, name)];
      assert.deepEqual([whole.status, half.status, half.code], ['current', 'kept', 'too-big'], whole.reason);
      site.answers.set(builtInHost, serveFolder('begin')).set('rules.other.example', serveFolder('other'));
      assert.equal((await run(browser, name)).status, 'current');
    });

    test('its address may change, its keys may not', async () => {
      const before = await other(browser);
      assert.equal((await find(browser, mirror)).known, true);
      assert.equal((await add(browser, mirror)).status, 'current');
      const now = await other(browser);
      assert.deepEqual([now.urls, now.fingerprint, now.links, now.hints], [[mirror], before.fingerprint, false, true]);
      const taken = await add(browser, impostor);
      assert.equal(taken.status, 'kept');
      assert.match(taken.code ?? '', /^(threshold|bad-signature)$/, taken.reason);
      const { fingerprint, version, platforms } = await other(browser);
      assert.deepEqual([fingerprint, version, platforms], [before.fingerprint, '1.0', 2]);
      assert.equal((await add(browser, address)).status, 'current');
    });

    test('removed, it leaves nothing behind, even in the middle of an update', async () => {
      await tell(browser, { type: 'choose', platform: forum, action: { kind: 'done', optOut: 'toggle' } });
      const { named } = await traces(browser);
      const places = new Set(named.map(place => place.replace(name, '<source>').replace(/ (notice:|<source> \w+)\S*/, ' $1')));
      assert.deepEqual(
        [...places],
        [
          'alarm update:<source>',
          'file <source> checkpoint',
          'file <source> entry',
          'file <source> tile',
          'local choices:<source>/forum',
          'local notice:',
          'local rule:<source>/forum',
          'local rule:<source>/linkedin',
          'local rules',
          'local shown',
          'local sources',
          'local table',
          'local texts:<source>',
          'local trust:<source>',
          'set <source> a',
          'trust <source>',
        ],
      );
      let asked: () => void = () => undefined;
      const reached = new Promise<void>(resolve => {
        asked = resolve;
      });
      let goOn: () => void = () => undefined;
      site.answers.set('rules.other.example', (request, response) => {
        goOn = () => serveFolder('other')(request, response);
        asked();
      });
      const updating = run(browser, name).catch(() => undefined);
      await reached;
      const removing = remove(browser);
      goOn();
      await Promise.all([updating, removing]);
      site.answers.set('rules.other.example', serveFolder('other'));
      const left = await traces(browser);
      assert.deepEqual(left.named, []);
      const used = await browser.inExtension<string[]>(`(async () => {
        const { text } = (await chrome.storage.local.get('trust:beforehand.example/development'))['trust:beforehand.example/development'];
        return JSON.parse(text).active.files.map(({ sha256 }) => sha256).sort();
      })()`);
      assert.deepEqual(left.blobs, used);
      const page = await openForum();
      await stayQuiet(browser, page);
      await page.close();
    });

    test('added again, it has to ask for everything again', async () => {
      assert.equal((await find(browser, address)).known, false);
      assert.equal((await add(browser, address)).status, 'updated');
      const { links, hints, held } = await other(browser);
      assert.deepEqual([links, hints, Object.keys(held)], [true, false, ['forum.example', 'linkedin.com']]);
      const page = await openForum();
      await stayQuiet(browser, page);
      await page.close();
      await remove(browser);
    });

    test('there are at most eight', async () => {
      for (let i = 1; i <= 8; i++) await add(browser, `https://rules.spare-${i}.example/v1/`);
      await assert.rejects(add(browser, address), /there are 8 other sources already/);
      assert.equal((await allSources(browser)).length, 9);
      const again = await add(browser, 'https://rules.spare-8.example/v1/');
      assert.equal(again.code, 'fetch', 'a known one may have a new address');
    });
  });
}
