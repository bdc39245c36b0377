// What the background takes from a script in a page. A renderer that was taken over can send anything in the name of one.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Site, startSite } from '../site/site.ts';
import { type Browser, banner, click, copyOfExtension, launch, names, type Page, reset, tell, until } from './browser.ts';

/** Lets a page speak as the content script in it. */
const speaking = `document.addEventListener('speak', () => {
  const say = answer => (document.documentElement.dataset.heard = JSON.stringify(answer ?? null));
  chrome.runtime.sendMessage(JSON.parse(document.documentElement.dataset.said)).then(say, () => say());
});
`;
const ownPagesOnly = [
  'waiting',
  'overview',
  'about',
  'pick',
  'sweep',
  'state',
  'settings',
  'options',
  'preferences',
  'share',
  'choices',
  'exportChoices',
  'importChoices',
  'fetched',
  'reset',
  'showDomain',
  'sources',
  'update',
  'findSource',
  'addSource',
  'allowSource',
  'removeSource',
  'importRules',
  'exportRules',
  'exportProof',
];
const odd = [
  null,
  true,
  -1,
  1e308,
  '',
  'x',
  '__proto__',
  '*',
  'reddit',
  'linkedin',
  [],
  {},
  { kind: 'later', scope: 'never' },
  { kind: 'done', optOut: 'toggle' },
  'ſ'.repeat(2000),
];

for (const name of names) {
  describe(name, () => {
    let [site, browser, page] = [] as unknown as [Site, Browser, Page];
    before(async () => {
      const extension = copyOfExtension();
      const file = join(extension, 'content.js');
      writeFileSync(file, speaking + readFileSync(file, 'utf8'));
      site = await startSite();
      browser = await launch(name, site.port, { extension });
      await reset(browser);
      page = await browser.open('https://www.linkedin.com/feed/');
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    /** What the background answers to the script in the page; null for nothing. */
    const say = async (message: unknown) => {
      await page.evaluate(
        `(delete document.documentElement.dataset.heard, document.documentElement.dataset.said = ${JSON.stringify(JSON.stringify(message))}, document.dispatchEvent(new Event('speak')))`,
      );
      return JSON.parse(await until('an answer', () => page.evaluate<string>(`document.documentElement.dataset.heard`))) as Record<string, unknown> | null;
    };
    const stored = () =>
      browser.inExtension<Record<string, unknown>>(
        `chrome.storage.local.get(['settings', 'preferences', 'sources', 'addresses', 'picked', 'choices:reddit', 'choices:*'])`,
      );

    test('what only pages of the extension may ask is refused', async () => {
      const before = await stored();
      for (const type of ownPagesOnly) {
        const answer = await say({
          type,
          platform: 'reddit',
          picked: true,
          on: true,
          settings: { region: 'US' },
          address: 'https://rules.evil.example/v1/',
          source: '',
          text: '{}',
          url: 'https://evil.example',
        });
        assert.match(String(answer?.failure), /only pages of the extension may ask this/, type);
      }
      assert.deepEqual(await stored(), before);
    });

    test('a page speaks for its own platform only, and for the address that it has', async () => {
      const choice = { type: 'choose', action: { kind: 'later', scope: 'never' } };
      assert.match(String((await say({ ...choice, platform: 'reddit' }))?.failure), /own platform only/);
      assert.match(String((await say({ type: 'guided', platform: 'reddit', action: { kind: 'confirm', optOut: 'toggle' } }))?.failure), /own opt-outs only/);
      const { rule } = (await say({ type: 'details', url: 'https://www.reddit.com/' })) as { rule?: { id: string } };
      assert.equal(rule?.id, 'linkedin', 'what a message claims does not count');
    });

    test('a message that is too long is not read', async () => {
      assert.equal(await say({ type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle', account: 'a'.repeat(20_000) } }), null);
    });

    test('whatever comes, it is answered or ignored, and nothing else changes', async t => {
      const before = await stored();
      const types = ['decide', 'details', 'choose', 'mark', 'guide', 'guided', 'showNow', 'constructor', '__proto__', ''];
      let state = 1;
      const next = (below: number) => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff; // the same numbers in each run
        return (state >> 8) % below;
      };
      const count = 300;
      for (let i = 0; i < count; i++) {
        const message: unknown =
          i % 10 === 9
            ? odd[next(odd.length)]
            : {
                type: types[next(types.length)],
                platform: odd[next(odd.length)],
                action: odd[next(odd.length)],
                optOut: odd[next(odd.length)],
                noPlace: odd[next(odd.length)],
              };
        if (JSON.stringify(message).includes('"platform":"*"')) continue; // the banner's own "Never anywhere"
        await say(message);
      }
      assert.deepEqual(await stored(), before);
      t.diagnostic(`messages: ${count}`);
      await tell(browser, { type: 'reset' });
      await browser.inExtension(`chrome.storage.local.remove('shown').then(() => true)`);
      const fresh = await browser.open('https://www.linkedin.com/feed/');
      await click(fresh, '[data-expect=comment]');
      assert.equal(await banner(fresh), 'LinkedIn trains AI on your comments unless you turn it off.');
    });
  });
}
