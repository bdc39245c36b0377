import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Saved } from '../../src/core/messages.ts';
import type { LastRun } from '../../src/core/protocol.ts';
import { type Browser, tell, until } from './browser.ts';
import { inForce, install, link, openFeed, own, remember, run, serving, whole } from './rules.ts';

const choice = { platform: 'facebook', action: { kind: 'later', scope: 'never' } };
const choices = (browser: Browser) => browser.inExtension<object>(`chrome.storage.local.get('choices:facebook')`);

/** A fault of the storage: the n-th write fails, it and all after it until space is set, or the worker is stopped before it. */
type Fault = 'once' | 'from then on' | 'stopped';

/** The usual run tries every fourth write, each fault from another first one on; with BEFOREHAND_LONG=1 all are tried. */
const step = process.env.BEFOREHAND_LONG ? 1 : 4;
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
    ['once', 1],
    ['from then on', 2],
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
    for (let n = from(3); ; n += step) {
      const when = `stopped at write ${n}`;
      await begin(n, 'stopped');
      await browser.inExtension(
        `(window.stuck = window.ended = false, chrome.runtime.sendMessage({ type: 'update', source: '' }).then(() => (window.ended = true), () => undefined), true)`,
      );
      await until(when, () => browser.inExtension<boolean>(`window.stuck || window.ended`));
      if (!(await browser.inExtension<boolean>(`window.stuck`))) {
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
