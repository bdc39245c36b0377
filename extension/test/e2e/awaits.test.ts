import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Saved } from '../../src/core/messages.ts';
import { type Flow, standing, stopAtEach } from './awaits.ts';
import { type Browser, banner, click, clickInBanner, launch, line, names, noBanner, type Page, reset, stayQuiet, tell, until } from './browser.ts';
import { inForce, install, link, openFeed, own, remember, run, serving, whole } from './rules.ts';

const feed = 'https://www.linkedin.com/feed/';
const comment = '[data-expect=comment]';
const sentence = 'LinkedIn trains AI on your comments unless you turn it off.';
const imported = {
  facebook: { later: { on: '2026-11-24', scope: 'never' }, updated: '2026-11-24T09:00:00Z' },
  x: { publicOnly: true, updated: '2026-11-24T09:00:00Z' },
};
const long = process.env.BEFOREHAND_LONG !== undefined;

for (const name of names) {
  describe(`${name}, the worker is stopped after an await`, () => {
    const served = serving();
    let [browser, putBack, page, bundle] = [] as unknown as [Browser, () => Promise<void>, Page, string];

    before(async () => {
      await served.source.serve('begin');
      browser = await install(name, served.site, { extension: standing(), idle: 30_000 });
      await reset(browser);
      putBack = await remember(browser);
      await served.source.serve('news');
      assert.equal((await run(browser)).status, 'updated');
      bundle = (await tell<Saved>(browser, { type: 'exportRules', source: '' })).text;
    });
    after(() => browser.close());

    const send = (message: object) => browser.inExtension(`chrome.runtime.sendMessage(${JSON.stringify(message)})`);
    const choicesOf = async (platform: string) =>
      (await browser.inExtension<Record<string, object>>(`chrome.storage.local.get('choices:${platform}')`))[`choices:${platform}`];
    const badge = () => browser.inExtension<string>(`chrome.tabs.query({ url: '${feed}' }).then(([{ id: tabId }]) => chrome.action.getBadgeText({ tabId }))`);
    /** Opens the feed, and counts every banner there, however short it was to be seen. */
    const openAndFocus = async () => {
      await browser.inExtension(`chrome.storage.local.remove('shown').then(() => true)`);
      const page = await browser.open(feed);
      await page.evaluate(`(() => {
        window.banners = 0;
        new MutationObserver(list => { for (const { addedNodes } of list) for (const { popover } of addedNodes) window.banners += popover ? 1 : 0; }).observe(document.documentElement, { childList: true });
      })()`);
      await click(page, comment);
      return page;
    };
    /** A banner is there if nothing was chosen, and if something was none has been there at all. */
    const agrees = async (chosen: boolean, when: string) => {
      const page = await openAndFocus();
      if (chosen) await stayQuiet(browser, page);
      else assert.equal(await banner(page), sentence, when);
      assert.equal(await page.evaluate('window.banners'), chosen ? 0 : 1, `${when}: banners`);
      await page.close();
    };
    const inForceAsAWhole = async (when: string) => {
      const { version, ...rest } = await inForce(browser);
      assert.deepEqual({ version, ...rest }, whole(version), when);
      const page = await openFeed(browser);
      await until(`the link of ${version}, ${when}`, async () => (await link(page)) === whole(version).link);
      await page.close();
    };

    const flows: Record<string, Flow & { at: [number, number] }> = {
      'a banner: it is there once, and says the right thing': {
        at: [2, 9],
        begin: async () => {
          page = await browser.open(feed);
        },
        act: async () => {
          await click(page, comment);
          await banner(page);
          await tell(browser, { type: 'state' });
        },
        holds: async when => {
          await until(`the sentence, ${when}`, async () => (await line(page)) === sentence);
          assert.equal(await page.evaluate(`document.querySelectorAll('html > [popover]').length`), 1, when);
          await page.close();
        },
      },
      'Done in a banner: it is kept, and no banner comes again': {
        at: [4, 29],
        begin: async () => {
          page = await openFeed(browser);
          await tell(browser, { type: 'state' });
        },
        act: async () => {
          await clickInBanner(page, 'Done');
          await noBanner(page);
        },
        holds: async when => {
          await noBanner(page);
          assert.ok(JSON.stringify(await choicesOf('linkedin'))?.includes('"toggle"'), when);
          await page.close();
          await agrees(true, when);
        },
      },
      'a choice that nobody waits for: what is kept is what is shown': {
        at: [3, 23],
        act: () => send({ type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle' } }),
        holds: async when => agrees((await choicesOf('linkedin')) !== undefined, when),
      },
      'a place that is chosen: a tab that is open follows': {
        at: [37, 50],
        begin: async () => {
          page = await browser.open(feed);
        },
        act: () => send({ type: 'choose', platform: 'linkedin', action: { kind: 'show-in', place: 'toolbar' } }),
        holds: async when => {
          await tell(browser, { type: 'state' }); // anything that wakes it
          const mark = (await choicesOf('linkedin')) ? '!' : '';
          await until(`"${mark}" on the button, ${when}`, async () => (await badge()) === mark);
          await page.close();
        },
      },
      'a file of choices: all of it is kept, or nothing': {
        at: [5, 20],
        begin: async () => {
          await tell(browser, { type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle' } });
        },
        act: () => send({ type: 'importChoices', text: JSON.stringify({ 'beforehand-choices': 1, choices: imported }) }),
        holds: async when => {
          const kept = [await choicesOf('facebook'), await choicesOf('x')];
          assert.ok(kept.every(Boolean) || !kept.some(Boolean), when);
          await agrees(true, when);
        },
      },
      'a file of rules: they are those of one version': {
        at: [9, 119],
        act: () => send({ type: 'importRules', text: bundle, keep: true }),
        holds: inForceAsAWhole,
      },
      'an update: the rules are those of one version, and the next update succeeds': {
        at: [21, 221],
        act: () => send({ type: 'update', source: '' }),
        holds: async when => {
          await inForceAsAWhole(when);
          const { status, reason } = await run(browser);
          assert.ok(['updated', 'current'].includes(status), `${when}: ${status} ${reason}`);
          assert.deepEqual(await inForce(browser), whole('1.1'), when);
          assert.equal((await own(browser)).version, '1.1', when);
        },
      },
    };

    for (const [what, { at, ...flow }] of Object.entries(flows)) {
      test(what, async t => {
        const [stops, awaits] = await stopAtEach(browser, flow, putBack, long ? undefined : at);
        t.diagnostic(`stops tried: ${stops}, of ${awaits} awaits`);
        assert.ok(stops > 1);
      });
    }
  });
}

// Only Chromium lets a test allow a host without a click.
describe('chromium, the worker is stopped after an await of what follows a permission', () => {
  const served = serving();
  const host = 'https://*.linkedin.com/*';
  let browser: Browser;
  before(async () => {
    const extension = standing();
    const file = join(extension, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...manifest, host_permissions: manifest.host_permissions.filter((pattern: string) => pattern !== host) }));
    browser = await launch('chromium', served.site.port, { extension });
  });
  after(() => browser.close());
  const isServed = () =>
    browser.inExtension<boolean>(
      `chrome.scripting.getRegisteredContentScripts().then(scripts => scripts.some(({ matches }) => matches.includes(${JSON.stringify(host)})))`,
    );

  test('what is allowed is served by the next worker', async t => {
    await reset(browser);
    const putBack = await remember(browser);
    const options = await browser.extensionPage('options/options.html');
    const flow: Flow = {
      begin: async () => {
        await browser.inExtension(`chrome.permissions.remove({ origins: [${JSON.stringify(host)}] })`);
        await until('no script', async () => !(await isServed()));
      },
      act: async () => {
        await browser.manage?.(`chrome.developerPrivate.addHostPermission(id, '${host}')`); // its question is answered ahead
        await click(options, '.waiting button');
        await until('the script', isServed, 3000);
        await tell(browser, { type: 'state' });
      },
      holds: async when => {
        await tell(browser, { type: 'state' }); // anything that wakes it
        await until(`the script, ${when}`, isServed);
        const page = await openFeed(browser);
        assert.equal(await line(page), sentence, when);
        await page.close();
      },
    };
    const [stops, awaits] = await stopAtEach(browser, flow, putBack, long ? undefined : [2, 60]);
    t.diagnostic(`stops tried: ${stops}, of ${awaits} awaits`);
    assert.ok(stops > 1);
  });
});
