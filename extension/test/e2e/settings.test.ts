import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChoicesFile } from '../../src/core/protocol.ts';
import { banner, click, launch, type Page, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const button = (name: string, within = '') =>
  `[...document.querySelectorAll(${JSON.stringify(`${within} button`)})].find(button => button.textContent === ${JSON.stringify(name)})`;
const labelled = (words: string) => `[...document.querySelectorAll('label')].find(label => label.textContent.includes(${JSON.stringify(words)}))`;

const root = join(import.meta.dirname, '../../..');

inEachBrowser(
  suite => {
    const openOptions = async (): Promise<Page> => {
      await suite.page?.close();
      suite.page = await suite.browser.extensionPage('options/options.html');
      await until('the page', () => suite.page.evaluate<boolean>(`${button('Forget everything')} !== undefined`));
      return suite.page;
    };
    const shown = (page: Page) => page.evaluate<string>(`document.body.innerText`);
    const says = (page: Page, words: RegExp) =>
      until(`${words}`, async () => words.exec(await shown(page))?.[0]).catch(async error => {
        throw new Error(`${error}; the page says: ${await shown(page)}`);
      });
    const clickOn = async (page: Page, element: string) => {
      const place = await until(element, () =>
        page.evaluate<{ x: number; y: number }>(`(element => {
        element.scrollIntoView({ block: 'center' });
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      })(${element})`),
      );
      await page.clickAt(place.x, place.y);
    };
    const choose = (platform: string, action: object) => tell(suite.browser, { type: 'choose', platform, action });
    const chosen = async () => {
      const { text } = await tell<{ text: string }>(suite.browser, { type: 'exportChoices' });
      return (JSON.parse(text) as ChoicesFile).choices;
    };
    const read = (page: Page, text: string) =>
      page.evaluate(`(() => {
      const input = ${labelled('Import choices')}.querySelector('input');
      const files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(text)}], 'a.json'));
      input.files = files.files;
      return input.dispatchEvent(new Event('change'));
    })()`);

    test('the choices made so far are listed with their days, and each can be undone', async () => {
      await suite.open('https://example.org/page/rtl.html');
      await choose('linkedin', { kind: 'add-account', account: 'work' });
      await choose('linkedin', { kind: 'done', optOut: 'toggle', account: 'work' });
      await choose('x', { kind: 'later', scope: 'never' });
      await choose('x', { kind: 'show-in', place: 'toolbar' });
      await choose('*', { kind: 'public-only' });
      const page = await openOptions();
      const today = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' }).format();
      for (const words of [
        /All platforms\s+Only for public posts/,
        new RegExp(`LinkedIn\\s+work: Opted out of AI training on ${today}\\.`),
        /Account: work/,
        new RegExp(`X\\s+Turned off for good on ${today}`),
      ]) {
        await says(page, words);
      }
      for (let left = 5; left > 0; left--) {
        await suite.browser.stopWorker();
        await clickOn(page, `document.querySelector('.made button')`);
        await until('one less', () => page.evaluate<boolean>(`document.querySelectorAll('.made button').length === ${left - 1}`));
        assert.equal(await page.evaluate(`document.activeElement !== document.body`), true, 'the focus is lost');
      }
      await says(page, /There are none yet\./);
    });

    test('a choice that is made elsewhere appears', async () => {
      const page = await openOptions();
      await choose('reddit', { kind: 'later', scope: 'until-change' });
      await says(page, /Reddit\s+Put off on .*, until the terms change/);
    });

    test('an account gets the name that the user types', async () => {
      const page = await openOptions();
      await page.evaluate(`(${labelled('Platform')}.querySelector('select').value = 'linkedin')`);
      await clickOn(page, `${labelled('Name of the account')}.querySelector('input')`);
      await page.type('Verein <b>');
      await page.press('Enter');
      await says(page, /“Verein <b>” was added\./);
      await says(page, /Account: Verein <b>/);
      assert.deepEqual(Object.keys((await chosen()).linkedin?.accounts ?? {}), ['Verein <b>']);
    });

    test('a file of choices is read as a whole or not at all, and what is wrong is told by field', async () => {
      const page = await openOptions();
      await choose('reddit', { kind: 'later', scope: 'never' });
      const before = await chosen();
      for (const [file, ...words] of [
        ['no JSON', /This file cannot be used\. Nothing was changed\./, /file: is not JSON, or too large/],
        ['{"rules-bundle":1,"files":{}}', /file\.rules-bundle: is not known here/, /file\.choices: is missing/],
        [
          '{"beforehand-choices":1,"choices":{"x":{"done":{"toggle":{"on":"2026-02-30"}},"place":"sky"}}}',
          /file\.choices\.x\.done\.toggle\.on: must be a day as YYYY-MM-DD/,
          /file\.choices\.x\.place: must be/,
        ],
      ] as const) {
        await read(page, file);
        for (const word of words) await says(page, word);
      }
      assert.deepEqual(await chosen(), before);
      const { text } = await tell<{ text: string }>(suite.browser, { type: 'exportChoices' });
      await choose('reddit', { kind: 'resume' });
      await read(page, text.replace('"reddit"', '"github"'));
      await says(page, /Choices in this file: \d\. Newer than yours, and taken: 1\./);
      assert.deepEqual((await chosen()).github, before.reddit);
    });

    test('sharing is off until it is turned on, and says how it goes', async () => {
      const page = await openOptions();
      const box = `${labelled('Share my choices')}.querySelector('input')`;
      assert.equal(await page.evaluate(`${box}.checked`), false);
      await clickOn(page, box);
      await says(page, /Shared on .+\./);
      await suite.browser.inExtension(`chrome.storage.sync.set({ 'choices:linkedin': { newer: true } }).then(() => true)`);
      await until('the trouble', () =>
        suite.browser.inExtension<boolean>(`chrome.storage.local.get('sharing').then(({ sharing }) => sharing.failure !== undefined)`),
      );
      const again = await openOptions();
      await says(again, /Sharing does not work at the moment\. All your choices are kept on this device\./);
      await clickOn(again, box);
      await until('nothing there', () => suite.browser.inExtension<boolean>(`chrome.storage.sync.get().then(all => Object.keys(all).length === 0)`));
    });

    test('everything that was fetched is listed', async () => {
      const page = await openOptions();
      await clickOn(page, `[...document.querySelectorAll('summary')].find(summary => summary.textContent === 'Show the last 500')`);
      await says(page, /Nothing yet\./);
      await suite.browser.inExtension(`chrome.runtime.sendMessage({ type: 'update', source: '' }).then(() => true)`);
      const again = await openOptions();
      await clickOn(again, `[...document.querySelectorAll('summary')].find(summary => summary.textContent === 'Show the last 500')`);
      await says(again, /https?:\/\/\S+\/checkpoint failed/);
    });

    test('to start over asks once more in place, and forgets all but the rules', async () => {
      const kept = () =>
        suite.browser.inExtension<{ platforms: number; own: string[]; region: string }>(`chrome.storage.local.get().then(all => ({
      platforms: Object.keys(all).filter(key => key.startsWith('rule:')).length,
      own: Object.keys(all).filter(key => /^(choices:|preferences|fetched)/.test(key)),
      region: all.settings.region,
    }))`);
      await tell(suite.browser, { type: 'settings', settings: { region: 'FR' } });
      await choose('x', { kind: 'later', scope: 'never' });
      const before = await kept();
      const page = await openOptions();
      await clickOn(page, button('Forget everything'));
      await clickOn(page, button('Cancel'));
      assert.deepEqual(await kept(), before);
      await clickOn(page, button('Forget everything'));
      await suite.browser.stopWorker();
      await clickOn(page, button('Yes, forget everything'));
      await until('nothing but rules', async () => (await kept()).own.length === 0);
      const after = await until('the settings of a fresh start', () => kept());
      assert.deepEqual([after.platforms, after.region === 'FR'], [before.platforms, false]);
    });

    test('a language that the user chooses is spoken by pages, banners and rules, from right to left too', async () => {
      const arabic = JSON.parse(readFileSync(join(root, 'extension/_locales/ar/messages.json'), 'utf8')) as Record<string, { message: string }>;
      const rules = JSON.parse(readFileSync(join(root, 'rules/texts/ar.json'), 'utf8')) as Record<string, string>;
      const browser = await launch(suite.name, suite.site.port);
      await tell(browser, { type: 'settings', settings: { region: 'DE' } });
      const says = async () =>
        (await tell<{ rule: { evidence: { says: string }[] } }>(browser, { type: 'about', platform: 'linkedin' })).rule.evidence[0]?.says ?? '';
      const english = await says();
      const page = await browser.extensionPage('options/options.html');
      const select = `document.querySelector('select[aria-label=Language]')`;
      await until('the choice', () => page.evaluate<boolean>(`${select} !== null`));
      await page.evaluate(`(${select}.value = 'ar', ${select}.dispatchEvent(new Event('change')))`);
      await until('the page in Arabic', () =>
        page.evaluate<boolean>(`document.querySelector('h1')?.textContent === ${JSON.stringify(arabic.optionsTitle?.message)}`),
      );
      assert.deepEqual(await page.evaluate(`[document.documentElement.lang, document.documentElement.dir]`), ['ar', 'rtl']);
      const feed = await browser.open('https://www.linkedin.com/feed/');
      await click(feed, '[data-expect=comment]');
      const words = { platform: 'LinkedIn', content: arabic.content_comment?.message ?? '' };
      assert.equal(await banner(feed), arabic.generative_ai_optOut?.message.replace('$platform$', words.platform).replace('$content$', words.content));
      assert.deepEqual(await feed.inBanner(`const box = root.querySelector('.banner'); return [box.lang, getComputedStyle(box).direction]`), ['ar', 'rtl']);
      await until('the rules in Arabic', async () => (await says()) === rules[english]);
      await tell(browser, { type: 'preferences', preferences: { language: '' } });
      const again = await browser.extensionPage('options/options.html');
      await until('the browser’s language', () => again.evaluate<boolean>(`document.querySelector('h1')?.textContent === 'Settings'`));
      await browser.close();
    });
  },
  { tired: true },
);
