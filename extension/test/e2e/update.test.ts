import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Saved } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { startInWorkers, startNative } from '../site/source.ts';
import { type Browser, banner, click, clickInBanner, names, type Page, tell, until } from './browser.ts';
import { host, inForce, install, link, moved, old, openDatabase, openFeed, own, run, said, serving, whole } from './rules.ts';

const servers = { native: startNative, worker: startInWorkers };

for (const [kind, start] of Object.entries(servers)) {
  for (const name of names) {
    describe(`${name}, ${kind} server`, () => {
      const served = serving(start);
      let [browser, page] = [] as unknown as [Browser, Page];
      before(async () => {
        browser = await install(name, served.site);
      });
      after(() => browser.close());

      test('a new release changes the banner in an open tab, without a reload', async () => {
        page = await openFeed(browser);
        assert.equal(await link(page), old);
        await served.source.serve('news');
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
        await served.source.serve('far');
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
        await served.source.serve('rotated');
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
    const served = serving();
    let browser: Browser;
    before(async () => {
      browser = await install(name, served.site, { idle: 30_000 }); // as it is for users: a server may say nothing for almost as long
      await served.source.serve('news');
    });
    after(() => browser.close());

    /** Answers each path that matches in another way, and the rest as the server does. */
    const instead =
      (path: RegExp, answer: RequestListener): RequestListener =>
      (request, response) =>
        (path.test(request.url ?? '') ? answer : served.source.answer)(request, response);
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
        served.site.answers.set(host, answer);
        const result = await run(browser);
        assert.equal(result.status, 'kept', fault);
        assert.match(result.code ?? '', code, `${fault}: ${result.reason}`);
        const { version, platforms, next } = await own(browser);
        assert.deepEqual([version, platforms], ['1.0', 86], fault);
        if (fault === 'busy') assert.ok(next - Date.now() / 1000 > 0.7 * 7200, 'Retry-After is obeyed');
        served.site.answers.set(host, served.source.answer);
      }
      const page = await openFeed(browser);
      assert.equal(await link(page), old);
      await page.close();
      assert.equal((await run(browser)).status, 'updated');
    });

    test('a log with two histories is refused for good, and the proof can be saved', async () => {
      await served.source.serve('fork');
      const result = await run(browser);
      assert.equal(result.status, 'fork', result.reason);
      const { state, version } = await own(browser);
      assert.deepEqual([state, version], ['stopped', '1.1']);
      const { text } = await tell<Saved>(browser, { type: 'exportProof', source: '' });
      assert.equal(text.match(/^beforehand\.example\/development\/log1$/gm)?.length, 2);
      await served.source.serve('far'); // the honest history goes on, but this client has to be told by people
      assert.equal((await run(browser)).status, 'fork');
      const options = await browser.extensionPage('options/options.html');
      await until('the notice', () => options.evaluate<boolean>(`document.body.innerText.includes('two different histories')`));
      await options.close();
      const page = await openFeed(browser);
      assert.equal(await link(page), moved);
      await page.close();
    });
  });

  describe(`${name}, more than one`, () => {
    const served = serving();
    let browser: Browser;
    before(async () => {
      browser = await install(name, served.site);
    });
    after(() => browser.close());

    test('another address is asked when one fails', async () => {
      const addresses = [host, 'mirror.example.net'];
      await browser.inExtension(`chrome.storage.local.set({ addresses: ${JSON.stringify(addresses.map(name => `https://${name}/v1/`))} }).then(() => true)`);
      let down: string | undefined;
      for (const name of addresses) {
        served.site.answers.set(name, (request, response) => {
          down ??= name; // whichever comes first
          if (name === down) response.destroy();
          else served.source.answer(request, response);
        });
      }
      await served.source.serve('news');
      const result = await run(browser);
      assert.equal(result.status, 'updated', result.reason);
      assert.deepEqual(await inForce(browser), whole('1.1'));
      served.site.answers.set(host, served.source.answer);
      await browser.inExtension(`chrome.storage.local.set({ addresses: ['https://${host}/v1/'] }).then(() => true)`);
    });

    test('a poll with nothing new is one request', async () => {
      assert.equal((await run(browser)).status, 'current');
      const before = served.site.requests.length;
      assert.equal((await run(browser)).status, 'current');
      const asked = served.site.requests.slice(before).filter(request => /^(rules|mirror)\.example\.net\//.test(request));
      assert.equal(asked.length, 1, asked.join());
    });

    test('of two updates at once the second waits for the first, and finds nothing new', async () => {
      await served.source.serve('far');
      const pages = await Promise.all([browser.extensionPage('options/options.html'), browser.extensionPage('popup/popup.html')]);
      const results = await Promise.all(pages.map(page => page.evaluate<LastRun>(`chrome.runtime.sendMessage({ type: 'update', source: '' })`)));
      assert.deepEqual(results.map(({ status }) => status).sort(), ['current', 'updated']);
      const { version, platforms, missing } = await inForce(browser);
      assert.deepEqual([version, platforms, missing], ['1.2', 87, []]);
      const records = await browser.inExtension<{ gen: number; active: { index: number } }[]>(`(async () => {
        ${openDatabase}
        const name = 'beforehand.example/development';
        const { ['trust:' + name]: copy } = await chrome.storage.local.get('trust:' + name);
        return [copy, await read('trust', 'get', name)].map(({ text }) => JSON.parse(text));
      })()`);
      assert.deepEqual(records[0], records[1]);
      assert.equal(records[0]?.active.index, 2);
      await Promise.all(pages.map(page => page.close()));
    });
  });
}
