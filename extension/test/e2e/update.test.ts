import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LastRun } from '../../src/core/protocol.ts';
import { startInWorkers, startNative } from '../site/source.ts';
import { type Browser, banner, click, clickInBanner, names, type Page, until } from './browser.ts';
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
