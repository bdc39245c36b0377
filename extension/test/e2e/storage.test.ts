import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Saved } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { type Browser, click, line, tell, until } from './browser.ts';
import { inForce, install, link, openFeed, own, remember, run, serving, whole } from './rules.ts';

const choice = { platform: 'facebook', action: { kind: 'later', scope: 'never' } };
const choices = (browser: Browser) => browser.inExtension<object>(`chrome.storage.local.get('choices:facebook')`);

/** A fault of the storage: the n-th write fails, it and all after it until space is set, or the worker is stopped before it. */
type Fault = 'once' | 'from then on' | 'stopped';

/** The usual run tries every fourth key, and one write of some 20 with each fault; with BEFOREHAND_LONG=1 all are tried. */
const step = process.env.BEFOREHAND_LONG ? 1 : 24;
const from = (first: number) => (process.env.BEFOREHAND_LONG ? 1 : first);

/** Makes the n-th write of the background fail. What it calls is counted in `writes`. */
const strikeAt = (n: number, fault: Fault) => `(() => {
  globalThis.writes = 0;
  const strike = () => {
    writes++;
    if (${fault === 'from then on'} ? writes < ${n} || globalThis.space : writes !== ${n}) return;
    if (${fault !== 'stopped'}) throw new DOMException('no space', 'QuotaExceededError');
    new BroadcastChannel('writes').postMessage(writes);
    for (;;);
  };
  for (const name of ['put', 'delete']) {
    const write = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) { strike(); return write.apply(this, given); };
  }
  for (const [owner, name] of [[chrome.storage.local, 'set'], [chrome.storage.local, 'remove'], ...(${fault === 'stopped'} ? [[chrome.scripting, 'updateContentScripts']] : [])]) {
    const write = owner[name].bind(owner);
    owner[name] = async (...given) => { strike(); return write(...given); };
  }
  return true;
})()`;

describe('chromium, at every write of an update', () => {
  const served = serving();
  let [browser, chosen, putBack] = [] as unknown as [Browser, object, () => Promise<void>];
  before(async () => {
    browser = await install('chromium', served.site);
    await tell(browser, { type: 'choose', ...choice });
    chosen = await choices(browser);
    putBack = await remember(browser);
    await browser.inExtension(`(new BroadcastChannel('writes').onmessage = () => (window.stuck = true), true)`);
    await served.source.serve('news');
  });
  after(() => browser.close());

  /** Puts the first release back, and sets the fault in a worker that knows nothing. */
  const begin = async (n: number, fault: Fault) => {
    await putBack();
    await browser.inBackground?.(strikeAt(n, fault));
  };
  const writes = () => browser.inBackground?.<number>(`writes`) ?? Promise.reject(new Error('no way into the background'));
  /** Whatever happened: the rules in force are those of one version, the banner says so, and no choice is lost. */
  const nothingIsLost = async (when: string) => {
    const { version, ...rest } = await inForce(browser);
    assert.deepEqual({ version, ...rest }, whole(version), when);
    assert.deepEqual(await choices(browser), chosen, when);
    const page = await openFeed(browser);
    await until(`the link of ${version}, ${when}`, async () => (await link(page)) === whole(version).link);
    await page.close();
  };
  /** The next update brings the new release, or finds that it is there. */
  const goesOn = async (when: string) => {
    const { status, reason } = await run(browser);
    assert.ok(['updated', 'current'].includes(status), `${when}: ${status} ${reason}`);
    assert.deepEqual(await inForce(browser), whole('1.1'), when);
    const { version, state } = await own(browser);
    assert.deepEqual([version, state], ['1.1', 'no-promise'], when);
    const { text } = await tell<Saved>(browser, { type: 'exportRules', source: '' });
    assert.ok('entry/1' in JSON.parse(text).files, `${when}: what is exported is of the newest head`);
    await nothingIsLost(when);
  };

  for (const [fault, first] of [
    ['once', 5],
    ['from then on', 11],
  ] as const) {
    test(`no space ${fault}: the rules stay, the reason is shown, and the next update succeeds`, async t => {
      let points = 0;
      for (let n = from(first); ; n += step) {
        const when = `write ${n}, ${fault}`;
        await begin(n, fault);
        const answer = await browser.inExtension<Partial<LastRun> & { failure?: string }>(`chrome.runtime.sendMessage({ type: 'update', source: '' })`);
        const tried = await writes();
        await browser.inBackground?.(`globalThis.space = true`);
        await nothingIsLost(when);
        if (tried < n) {
          assert.equal(answer.status, 'updated');
          assert.ok(points > 0, 'no write failed');
          t.diagnostic(`writes tried: ${points} of ${tried}`);
          break;
        }
        points++;
        assert.equal(answer.code, 'storage', `${when}: ${answer.failure}`);
        if (fault === 'once') assert.equal((await own(browser)).lastRun.code, 'storage', when);
        await goesOn(when);
      }
    });
  }

  test('a worker that is stopped: the rules stay, and the next update succeeds', async t => {
    let points = 0;
    for (let n = from(17); ; n += step) {
      const when = `stopped at write ${n}`;
      await begin(n, 'stopped');
      await browser.inExtension(
        `(window.stuck = window.ended = false, chrome.runtime.sendMessage({ type: 'update', source: '' }).then(() => (window.ended = true), () => undefined), true)`,
      );
      await until(when, () => browser.inExtension<boolean>(`window.stuck || window.ended`));
      if (!(await browser.inExtension<boolean>(`window.stuck`))) {
        assert.ok(points > 0, 'no write was stopped at');
        t.diagnostic(`stops tried: ${points} of ${await writes()}`);
        break;
      }
      points++;
      await browser.stopWorker();
      await nothingIsLost(when);
      await goesOn(when);
    }
  });
});

/** What could stand under a key after a disk that failed, or another program. */
const rubbish = ['x', 7, [], { nothing: [null] }];

describe('chromium, what is stored', () => {
  const served = serving();
  let [browser, putBack] = [] as unknown as [Browser, () => Promise<void>];
  before(async () => {
    browser = await install('chromium', served.site);
    await tell(browser, { type: 'choose', ...choice });
    putBack = await remember(browser);
  });
  after(() => browser.close());

  test('is rubbish under any key: no wrong banner, the other choices are kept, and what can be made anew is', async t => {
    const keys = await browser.inExtension<string[]>(
      `chrome.storage.local.getKeys().then(keys => [...keys.filter(key => !/^(rule|notice):/.test(key)), 'rule:linkedin', 'notice:linkedin.com', 'choices:linkedin', 'shown', 'sharing', 'picked', 'sweep', 'language', 'preferences'])`,
    );
    let points = 0;
    for (const [i, key] of [...new Set(keys)].entries()) {
      if (key === 'choices:facebook' || (i % 4 && !process.env.BEFOREHAND_LONG)) continue; // the other choice
      for (const value of process.env.BEFOREHAND_LONG ? rubbish : [rubbish[(i / 4) % rubbish.length]]) {
        points++;
        const when = `${JSON.stringify(value)} under ${key}`;
        await putBack();
        await browser.inExtension(`chrome.storage.local.set({ ${JSON.stringify(key)}: ${JSON.stringify(value)} }).then(() => true)`);
        const page = await browser.open('https://www.linkedin.com/feed/');
        await click(page, '[data-expect=comment]');
        await browser.inExtension(`chrome.runtime.sendMessage({ type: 'state' }).catch(() => undefined)`);
        const seen = await line(page);
        assert.ok(!seen || seen === 'LinkedIn trains AI on your comments unless you turn it off.', `${when}: ${seen}`);
        await page.close();
        const popup = await browser.extensionPage('popup/popup.html#https://www.linkedin.com/feed/');
        await until(`the popup says something, ${when}`, () => popup.evaluate<boolean>(`document.body.innerText.trim().length > 20`));
        await popup.close();
        assert.ok(JSON.stringify(await choices(browser)).includes('"scope":"never"'), when);
        // The user's way out: what is theirs is forgotten, and the rules are put in force anew.
        await tell(browser, { type: 'reset' });
        const { status, reason } = await run(browser);
        const expected = key === 'addresses' ? 'kept' : 'current'; // the address of the package is asked then, where nobody answers here
        assert.equal(status, expected, `${when}: ${reason}`);
        assert.deepEqual(await inForce(browser), whole('1.0'), when);
        const healed = await openFeed(browser);
        await healed.close();
      }
    }
    t.diagnostic(`keys and values tried: ${points}`);
  });

  test('is written slowly: all waits its turn, and nothing is lost', async () => {
    await putBack();
    await served.source.serve('news');
    await browser.inBackground?.(`(() => {
      const set = chrome.storage.local.set.bind(chrome.storage.local);
      chrome.storage.local.set = async items => { await new Promise(resolve => setTimeout(resolve, 400)); return set(items); };
      return true;
    })()`);
    const [result] = await Promise.all([run(browser), tell(browser, { type: 'choose', platform: 'x', action: { kind: 'later', scope: 'never' } })]);
    assert.equal(result.status, 'updated', result.reason);
    assert.deepEqual(await inForce(browser), whole('1.1'));
    assert.ok(JSON.stringify(await browser.inExtension(`chrome.storage.local.get('choices:x')`)).includes('"scope":"never"'));
    const page = await openFeed(browser);
    assert.equal(await link(page), whole('1.1').link);
    await page.close();
  });

  test('is from before, while the database is of today: the rules are those of one version, and the newest', async () => {
    await putBack();
    await served.source.serve('begin');
    const before = await browser.inExtension<object>(`chrome.storage.local.get().then(all => (window.before = all, true))`);
    assert.ok(before);
    await served.source.serve('news');
    assert.equal((await run(browser)).status, 'updated');
    await browser.stopWorker();
    await browser.inExtension(`chrome.storage.local.clear().then(() => chrome.storage.local.set(window.before)).then(() => true)`);
    const page = await openFeed(browser);
    assert.equal(await link(page), whole((await inForce(browser)).version).link);
    await page.close();
    const { status, reason } = await run(browser);
    assert.ok(['updated', 'current'].includes(status), `${status} ${reason}`);
    assert.deepEqual(await inForce(browser), whole('1.1'));
    assert.ok(JSON.stringify(await choices(browser)).includes('"scope":"never"'));
  });
});
