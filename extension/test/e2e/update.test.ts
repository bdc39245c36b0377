import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Imported, Saved, SourceState } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { type Site, startSite } from '../site/site.ts';
import { type Source, startInWorkers, startNative } from '../site/source.ts';
import { type Browser, banner, click, clickInBanner, launch, type Name, names, newProfile, type Page, reset, until } from './browser.ts';

const comment = '[data-expect=comment]';
const feed = 'https://www.linkedin.com/feed/';
const host = 'rules.example.net';
const address = `https://${host}/v1/`;
const [old, moved] = ['https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement', 'https://www.linkedin.com/mypreferences/d/moved'];

/** Asks the background as a page of the extension does. */
async function tell<T>(browser: Browser, message: object): Promise<T> {
  const send = `chrome.runtime.sendMessage(${JSON.stringify(message)})`;
  // As `ask` does: the background may be stopped with the question in its hands.
  const answer = await browser.inExtension<T & { failure?: string }>(`${send}.catch(() => undefined).then(answer => answer ?? ${send})`);
  if (answer?.failure) throw new Error(answer.failure);
  return answer;
}

const run = (browser: Browser) => tell<LastRun>(browser, { type: 'update', source: '' });
const own = async (browser: Browser) => (await tell<{ sources: SourceState[] }>(browser, { type: 'sources' })).sources[0] as SourceState;
const link = (page: Page) => page.inBanner<string>(`return root.querySelector('a.go')?.href`);
const said = (page: Page) => page.inBanner<string>(`return root.textContent`);

async function openFeed(browser: Browser): Promise<Page> {
  await reset(browser);
  const page = await browser.open(feed);
  await click(page, comment);
  await banner(page);
  return page;
}

/** A browser that has just been installed, whose built-in source is served at the tests' address. */
async function install(name: Name, site: Site, profile = newProfile()): Promise<Browser> {
  const browser = await launch(name, site.port, { profile });
  const first = await tell<LastRun>(browser, { type: 'addSource', address });
  assert.equal(first.status, 'current', first.reason);
  return browser;
}

const servers = { native: startNative, worker: startInWorkers };

for (const [kind, start] of Object.entries(servers)) {
  for (const name of names) {
    describe(`${name}, ${kind} server`, () => {
      let [source, site, browser, page] = [] as unknown as [Source, Site, Browser, Page];
      before(async () => {
        [source, site] = await Promise.all([start(), startSite()]);
        site.answers.set(host, source.answer);
        browser = await install(name, site);
      });
      after(async () => {
        await browser.close();
        await source.close();
        site.close();
      });

      test('a new release changes the banner in an open tab, without a reload', async () => {
        page = await openFeed(browser);
        assert.equal(await link(page), old);
        await source.serve('news');
        const result = await run(browser);
        assert.equal(result.status, 'updated', result.reason);
        await until('the new link', async () => (await link(page)) === moved);
        const { version, platforms, changes } = await own(browser);
        assert.equal(version, '1.1');
        assert.deepEqual(
          changes.map(({ kind, name, version }) => `${kind} ${name} ${version}`),
          ['added LinkedIn Learning 1.1', 'opt-outs LinkedIn 1.1'],
        );
        assert.equal(platforms, 87);
        assert.equal((await run(browser)).status, 'current');
      });

      test('a platform that came with a release is served', async () => {
        const learning = await browser.open('https://learning.linkedin.com/page/rtl.html');
        await click(learning, 'textarea');
        assert.match(await banner(learning), /^LinkedIn Learning trains AI on your posts/);
        await learning.close();
      });

      test('a link to a domain that is new is held back, until the user wants to see it', async () => {
        await source.serve('far');
        const result = await run(browser);
        assert.equal(result.status, 'updated', result.reason);
        await until('the hold', async () => /New link, shown after/.test((await said(page)) ?? ''));
        assert.equal(await link(page), undefined);
        const { held } = await own(browser);
        assert.deepEqual(Object.keys(held), ['linkedin-settings.com']);
        const hours = ((held['linkedin-settings.com'] ?? 0) - Date.now() / 1000) / 3600;
        assert.ok(hours > 71 && hours <= 72, `${hours} hours`);
        await clickInBanner(page, 'Show it now');
        await until('the link', async () => (await link(page)) === 'https://privacy.linkedin-settings.com/ai');
        await page.close();
      });

      test('new keys are followed, and witnesses confirm', async () => {
        await source.serve('rotated');
        const result = await run(browser);
        assert.equal(result.status, 'updated', result.reason);
        const { root, state, confirmed, witnesses, version, proof } = await own(browser);
        assert.deepEqual(
          { root, state, confirmed, witnesses, version, proof },
          { root: 2, state: 'up-to-date', confirmed: 3, witnesses: 3, version: '1.4', proof: undefined },
        );
      });
    });
  }
}

for (const name of names) {
  describe(`${name}, when something goes wrong`, () => {
    let [source, site, browser] = [] as unknown as [Source, Site, Browser];
    before(async () => {
      [source, site] = await Promise.all([startNative(), startSite()]);
      site.answers.set(host, source.answer);
      browser = await install(name, site);
      await source.serve('news');
    });
    after(async () => {
      await browser.close();
      await source.close();
      site.close();
    });

    /** Answers each path that matches in another way, and the rest as the server does. */
    const instead =
      (path: RegExp, answer: RequestListener): RequestListener =>
      (request, response) =>
        (path.test(request.url ?? '') ? answer : source.answer)(request, response);
    const send =
      (status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
      (_, response) => {
        response.writeHead(status, { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after', ...headers }).end(body);
      };

    test('nothing that a server does wrong takes the rules away', async () => {
      const endless: RequestListener = (_, response: ServerResponse) => {
        response.writeHead(200, { 'access-control-allow-origin': '*' });
        const more = () => {
          while (!response.destroyed && response.write('A'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      };
      const silent: RequestListener = (_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).write('beforehand');
      const faults: [string, RequestListener, RegExp][] = [
        ['down', (_, response) => response.destroy(), /^fetch$/],
        ['busy', instead(/./, send(503, 'busy', { 'retry-after': '7200' })), /^fetch$/],
        ['no such source', instead(/./, send(404, 'nothing here')), /^fetch$/],
        ['a captive portal', instead(/./, send(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' })), /^bad-/],
        ['a redirect', instead(/checkpoint/, send(302, '', { location: `https://${host}/elsewhere` })), /^fetch$/],
        ['a changed checkpoint', instead(/checkpoint/, send(200, 'beforehand.example/development/log1\n2\nAAAA\n\n— x y\n')), /^bad-/],
        ['an endless checkpoint', instead(/checkpoint/, endless), /^too-big$/],
        ['no entry', instead(/entry\/1$/, send(404, '')), /^fetch$/],
        ['an endless data file', instead(/blob/, endless), /^too-big$/],
        ['another data file, for a year', instead(/blob/, send(200, '{}', { 'cache-control': 'public, max-age=31536000, immutable' })), /^bad-blob$/],
        ['a server that says nothing more', instead(/checkpoint/, silent), /^fetch$/],
      ];
      for (const [fault, answer, code] of faults) {
        site.answers.set(host, answer);
        const result = await run(browser);
        assert.equal(result.status, 'kept', fault);
        assert.match(result.code ?? '', code, `${fault}: ${result.reason}`);
        const { version, platforms, next } = await own(browser);
        assert.deepEqual([version, platforms], ['1.0', 86], fault);
        if (fault === 'busy') assert.ok(next - Date.now() / 1000 > 0.7 * 7200, 'Retry-After is obeyed');
        site.answers.set(host, source.answer);
      }
      const page = await openFeed(browser);
      assert.equal(await link(page), old);
      await page.close();
      assert.equal((await run(browser)).status, 'updated');
    });

    test('a log with two histories is refused for good, and the proof can be saved', async () => {
      await source.serve('fork');
      const result = await run(browser);
      assert.equal(result.status, 'fork', result.reason);
      const { state, version } = await own(browser);
      assert.deepEqual([state, version], ['stopped', '1.1']);
      const { text } = await tell<Saved>(browser, { type: 'exportProof', source: '' });
      assert.equal(text.match(/^beforehand\.example\/development\/log1$/gm)?.length, 2);
      await source.serve('far'); // the honest history goes on, but this client has to be told by people
      assert.equal((await run(browser)).status, 'fork');
      const options = await browser.extensionPage('options/options.html');
      await until('the notice', () => options.evaluate<boolean>(`document.body.innerText.includes('two different histories')`));
      await options.close();
      const page = await openFeed(browser);
      assert.equal(await link(page), moved);
      await page.close();
    });
  });

  describe(`${name}, worker stopped and browser started again`, () => {
    let [source, site] = [] as unknown as [Source, Site];
    before(async () => {
      [source, site] = await Promise.all([startNative(), startSite()]);
      site.answers.set(host, source.answer);
    });
    after(async () => {
      await source.close();
      site.close();
    });

    test('a worker that is stopped between any two steps goes on from what is stored', async () => {
      for (const step of ['checkpoint', 'root/2', 'tile/', 'entry/', 'blob/']) {
        await source.serve('begin');
        const browser = await install(name, site);
        await source.serve('news');
        let reached: () => void = () => undefined;
        const there = new Promise<void>(resolve => {
          reached = resolve;
        });
        site.answers.set(host, (request, response) => (request.url?.includes(step) ? reached() : source.answer(request, response)));
        void run(browser).catch(() => undefined);
        await there;
        await browser.stopWorker();
        site.answers.set(host, source.answer);
        const { version, platforms } = await own(browser);
        assert.deepEqual([version, platforms], ['1.0', 86], step);
        const result = await run(browser);
        assert.equal(result.status, 'updated', `${step}: ${result.reason}`);
        assert.deepEqual([(await own(browser)).version, (await own(browser)).platforms], ['1.1', 87], step);
        await browser.close();
      }
    });

    test('a browser that starts again has the newest rules, and repairs what is damaged', async () => {
      const profile = newProfile();
      await source.serve('begin');
      const first = await install(name, site, profile);
      await source.serve('news');
      assert.equal((await run(first)).status, 'updated');
      // The slot and one copy of the record are damaged, as by a full disk.
      await first.inExtension(`(async () => {
        const { trust } = await new Promise(resolve => chrome.storage.local.get(null, all => resolve({ trust: Object.keys(all).find(key => key.startsWith('trust:')) })));
        await chrome.storage.local.set({ [trust]: { text: '{', sha256: 'x' } });
        const database = await new Promise(resolve => { const r = indexedDB.open('rules'); r.onsuccess = () => resolve(r.result); });
        const store = database.transaction('set', 'readwrite').objectStore('set');
        const keys = await new Promise(resolve => { const r = store.getAllKeys(); r.onsuccess = () => resolve(r.result); });
        for (const key of keys) store.put({ text: '{}', sha256: 'x', release: '1.1' }, key);
        return true;
      })()`);
      await first.close();
      const second = await launch(name, site.port, { profile });
      const page = await openFeed(second);
      assert.equal(await link(page), moved);
      assert.equal((await own(second)).version, '1.1');
      assert.equal((await run(second)).status, 'current');
      await second.close();
    });

    test('a device without a network is supplied by another one, with a file', async () => {
      await source.serve('begin');
      const [from, to] = [await install(name, site), await launch(name, site.port)];
      await source.serve('rotated');
      assert.equal((await run(from)).status, 'updated');
      const saved = await tell<Saved>(from, { type: 'exportRules', source: '' });
      assert.match(saved.name, /1\.4\.rules$/);
      const seen = await tell<Imported>(to, { type: 'importRules', text: saved.text, keep: false });
      assert.deepEqual([seen.status, seen.version, seen.confirmed], ['updated', '1.4', 3]);
      assert.equal((await own(to)).version, '1.0', 'looking keeps nothing');
      await tell(to, { type: 'importRules', text: saved.text, keep: true });
      assert.equal((await own(to)).version, '1.4');
      const again = await tell<Saved>(to, { type: 'exportRules', source: '' });
      assert.deepEqual(JSON.parse(again.text), JSON.parse(saved.text));
      await assert.rejects(tell(to, { type: 'importRules', text: '{"rules-bundle":1,"files":{}}', keep: true }));
      await Promise.all([from.close(), to.close()]);
    });
  });
}
