import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Imported, Saved } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { launch, names, newProfile, reset, tell } from './browser.ts';
import { address, inForce, install, link, moved, openDatabase, openFeed, own, remember, run, serving, whole } from './rules.ts';

for (const name of names) {
  describe(`${name}, worker stopped and browser started again`, () => {
    const served = serving();

    // awaits.test.ts stops it everywhere; here the server has been asked, and has not answered.
    test('a worker that is stopped while it waits for the server goes on from what is stored', async () => {
      await served.source.serve('begin');
      const browser = await install(name, served.site);
      const putBack = await remember(browser);
      await served.source.serve('news');
      for (const [i, step] of ['root/2', 'entry/', 'blob/'].entries()) {
        await putBack();
        const fresh = `rules-${i}.example.net`; // of which the browser's cache holds nothing
        await browser.inExtension(`chrome.storage.local.set({ addresses: ['https://${fresh}/v1/'] }).then(() => true)`);
        let reached: () => void = () => undefined;
        const there = new Promise<void>(resolve => {
          reached = resolve;
        });
        served.site.answers.set(fresh, (request, response) => (request.url?.includes(step) ? reached() : served.source.answer(request, response)));
        void browser.inExtension(`chrome.runtime.sendMessage({ type: 'update', source: '' })`).catch(() => undefined);
        await there;
        await browser.stopWorker();
        served.site.answers.set(fresh, served.source.answer);
        const { version, platforms } = await own(browser);
        assert.deepEqual([version, platforms], ['1.0', 86], step);
        const result = await run(browser);
        assert.equal(result.status, 'updated', `${step}: ${result.reason}`);
        assert.deepEqual([(await own(browser)).version, (await own(browser)).platforms], ['1.1', 87], step);
      }
      await browser.close();
    });

    test('a browser that starts again has the newest rules, and repairs what is damaged', async () => {
      const profile = newProfile();
      await served.source.serve('begin');
      const first = await install(name, served.site, { profile });
      await served.source.serve('news');
      assert.equal((await run(first)).status, 'updated');
      // The slot and one copy of the record are damaged, as by a full disk.
      await first.inExtension(`(async () => {
        await chrome.storage.local.set({ 'trust:beforehand.example/development': { text: '{', sha256: 'x' } });
        ${openDatabase}
        const keys = await read('set', 'getAllKeys');
        const store = database.transaction('set', 'readwrite').objectStore('set');
        for (const key of keys) store.put({ text: '{}', sha256: 'x', release: '1.1' }, key);
        return true;
      })()`);
      await first.close();
      const second = await launch(name, served.site.port, { profile });
      await reset(second); // its table is there from before; this waits until the background is
      const page = await openFeed(second);
      assert.equal(await link(page), moved);
      assert.equal((await own(second)).version, '1.1');
      assert.equal((await run(second)).status, 'current');
      await second.close();
    });

    test('a browser that starts again with nothing is as after installing', async () => {
      const profile = newProfile();
      await served.source.serve('begin');
      const first = await install(name, served.site, { profile });
      await served.source.serve('news');
      assert.equal((await run(first)).status, 'updated');
      await tell(first, { type: 'choose', platform: 'facebook', action: { kind: 'later', scope: 'never' } });
      await first.stopWorker();
      await first.inExtension(`(async () => {
        await new Promise((resolve, reject) => Object.assign(indexedDB.deleteDatabase('rules'), { onsuccess: resolve, onerror: reject, onblocked: reject }));
        await chrome.storage.local.clear();
        return true;
      })()`);
      await first.close();
      const second = await launch(name, served.site.port, { profile });
      assert.deepEqual(await inForce(second), whole('1.0'));
      assert.deepEqual(await second.inExtension(`chrome.storage.local.get('choices:facebook')`), {});
      const page = await openFeed(second);
      assert.equal(await link(page), whole('1.0').link);
      const { version, urls, lastRun } = await own(second);
      assert.deepEqual([version, urls.includes(address), lastRun.at], ['1.0', false, 0], 'nothing is remembered');
      assert.equal((await tell<{ trouble?: object }>(second, { type: 'state' })).trouble, undefined);
      assert.equal((await tell<LastRun>(second, { type: 'addSource', address })).status, 'updated');
      assert.deepEqual(await inForce(second), whole('1.1'));
      await second.close();
    });

    test('a device without a network is supplied by another one, with a file', async () => {
      await served.source.serve('begin');
      const [from, to] = [await install(name, served.site), await launch(name, served.site.port)];
      await served.source.serve('rotated');
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

describe('chromium, a clock that is wrong', () => {
  const served = serving();

  for (const [days, code] of [
    [-50, undefined],
    [15, 'stale'],
    [400, 'stale'],
  ] as const) {
    test(`by ${days} days: ${code ? 'the rules stay until it is right' : 'the rules are updated'}`, async () => {
      await served.source.serve('begin');
      const browser = await install('chromium', served.site);
      await served.source.serve('rotated');
      await browser.inBackground?.(`(() => {
        const Right = Date;
        globalThis.Date = class extends Right {
          constructor(...given) { given.length > 0 ? super(...given) : super(Date.now()); }
          static now() { return Right.now() + ${days} * 86_400_000; }
        };
      })()`);
      const result = await run(browser);
      assert.deepEqual([result.status, result.code], code ? ['kept', code] : ['updated', undefined], result.reason);
      const { version } = await inForce(browser);
      assert.equal(version, code ? '1.0' : '1.4');
      const page = await openFeed(browser);
      await page.close();
      await browser.stopWorker(); // and with it the wrong clock
      assert.equal((await run(browser)).status, code ? 'updated' : 'current');
      assert.equal((await own(browser)).version, '1.4');
      await browser.close();
    });
  }
});
