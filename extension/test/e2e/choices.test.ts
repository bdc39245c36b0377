import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Choices } from '../../src/core/protocol.ts';
import { banner, click, clickInBanner, noBanner, type Page, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const comment = '[data-expect=comment]';
const feed = 'https://www.linkedin.com/feed/';
const said = (page: Page) => page.inBanner<string[]>(`return [...root.querySelectorAll('.head > :not([hidden])')].map(({ textContent }) => textContent)`);
const fileOf = (choices: object) => JSON.stringify({ 'beforehand-choices': 1, choices });

inEachBrowser(
  suite => {
    const record = (platform = 'linkedin') =>
      suite.browser
        .inExtension<{ [key: string]: Choices | undefined }>(`chrome.storage.local.get('choices:${platform}')`)
        .then(stored => stored[`choices:${platform}`] ?? {});
    /** Opens LinkedIn with a record that was made before, and focuses the composer of comments. */
    const openFeed = async (before: object): Promise<Page> => {
      const page = await suite.open(feed);
      await tell(suite.browser, { type: 'importChoices', text: fileOf({ linkedin: before }) });
      await suite.browser.stopWorker();
      await click(page, comment);
      await banner(page);
      return page;
    };

    const again: [why: string, record: object, words: RegExp][] = [
      ['the terms changed', { done: { toggle: { on: '2025-06-01' } } }, /^LinkedIn changed its terms on Nov 3, 2025\. You opted out before that\.$/],
      [
        'the switch is on again',
        { done: { toggle: { on: '2026-02-01', onAgain: '2026-03-01' } } },
        /^You turned this off on Feb 1, 2026\. On Mar 1, 2026 it was on again\.$/,
      ],
    ];
    for (const [why, before, words] of again) {
      test(`the banner says why a Done was opened again: ${why}`, async () => {
        const page = await openFeed(before);
        const [line, reason] = (await said(page)) ?? [];
        assert.equal(line, 'LinkedIn trains AI on your comments unless you turn it off.');
        assert.match(reason ?? '', words);
        const spoken = await until('the spoken line', () => page.inBanner<string>(`return root.querySelector('[role=status]').textContent`));
        assert.equal(spoken, `${line} ${reason}`);
        await clickInBanner(page, 'Done');
        await noBanner(page);
        assert.equal((await record()).done?.toggle?.onAgain, undefined);
      });
    }

    test('Done asks for the account where the user has several, and the others stay open', async () => {
      const page = await openFeed({ accounts: { work: {} } });
      await clickInBanner(page, 'Done');
      await clickInBanner(page, 'work');
      await noBanner(page);
      const { done, accounts } = await record();
      assert.deepEqual([done, Object.keys(accounts?.work ?? {})], [undefined, ['toggle']]);
    });

    test('an account that is done elsewhere is no longer asked for', async () => {
      const page = await openFeed({ accounts: { work: {}, club: {} } });
      await tell(suite.browser, { type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle', account: 'work' } });
      const asked = async () => {
        await clickInBanner(page, 'Done');
        const labels = `[...root.querySelectorAll('.more button')].map(({ textContent }) => textContent).join()`;
        return page.inBanner<boolean>(`return ${labels} === 'Main account,club'`);
      };
      await until('the two that are left', asked);
      await suite.browser.stopWorker();
      await clickInBanner(page, 'Main account');
      await noBanner(page);
      assert.deepEqual(Object.keys((await record()).done ?? {}), ['toggle']);
    });

    for (const [label, kept] of [
      ['Only for public posts', { publicOnly: true }],
      ['Only on the toolbar button here', { place: 'toolbar' }],
    ] as const) {
      test(`under Later: ${label}`, async () => {
        const page = await openFeed({});
        await clickInBanner(page, 'Later');
        await suite.browser.stopWorker();
        await clickInBanner(page, label);
        await noBanner(page);
        const { updated: _, ...chosen } = await record();
        assert.deepEqual(chosen, kept);
      });
    }

    test('the text of the banner is as large as the user wants', async () => {
      const sizes: number[] = [];
      for (const textSize of ['normal', 'large', 'larger']) {
        await tell(suite.browser, { type: 'preferences', preferences: { textSize } });
        const page = await openFeed({});
        sizes.push((await page.inBanner<number>(`return parseFloat(getComputedStyle(root.querySelector('.line')).fontSize)`)) ?? 0);
      }
      assert.deepEqual(sizes, [14, 17, 21]);
      await tell(suite.browser, { type: 'preferences', preferences: { textSize: 'normal' } });
    });

    test('a plan that the user has makes notices about that one only', async () => {
      const reasonFor = async (plans: object) => {
        await tell(suite.browser, { type: 'settings', settings: { plans } });
        return (await tell<{ reason: string }>(suite.browser, { type: 'details', url: 'https://claude.ai/new' })).reason;
      };
      const { plans } = await tell<{ plans: { id: string; plans: string[] }[] }>(suite.browser, { type: 'choices' });
      assert.ok(plans.find(({ id }) => id === 'claude')?.plans.includes('pro'));
      assert.equal(await reasonFor({ claude: 'pro' }), 'trains');
      const settings = await suite.browser.inExtension<object>(`chrome.storage.local.get('settings')`);
      assert.deepEqual(settings, { settings: { region: 'DE', place: 'page', plans: { claude: 'pro' } } });
      await reasonFor({});
    });

    test('choices are shared when the user wants, come from elsewhere, and are removed there', async () => {
      await suite.open('https://example.org/page/rtl.html');
      const shared = () => suite.browser.inExtension<Record<string, Choices>>(`chrome.storage.sync.get()`);
      await tell(suite.browser, { type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle' } });
      assert.deepEqual(await shared(), {});
      assert.equal((await tell<{ on: boolean }>(suite.browser, { type: 'share', on: true })).on, true);
      assert.deepEqual(await shared(), { 'choices:linkedin': await record() });
      await tell(suite.browser, { type: 'choose', platform: 'x', action: { kind: 'later', scope: 'never' } });
      await until('the second choice there', async () => 'choices:x' in (await shared()));
      const later = { later: { scope: 'never', on: '2027-01-01' }, updated: '2027-01-01T00:00:00Z' };
      await suite.browser.stopWorker();
      await suite.browser.inExtension(`chrome.storage.sync.set({ 'choices:linkedin': ${JSON.stringify(later)} }).then(() => true)`);
      await until('what came from elsewhere', async () => (await record()).later?.scope === 'never');
      const verdict = async () => (await tell<{ reason: string }>(suite.browser, { type: 'details', url: feed })).reason;
      assert.equal(await verdict(), 'muted');
      assert.deepEqual(await tell(suite.browser, { type: 'share', on: false }), { on: false });
      assert.deepEqual(await shared(), {});
      assert.equal(await verdict(), 'muted');
    });
  },
  { tired: true },
);
