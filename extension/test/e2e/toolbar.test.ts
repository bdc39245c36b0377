import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Browser, click, depart, launch, newProfile, type Page, reset, stayQuiet, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const feed = 'https://www.linkedin.com/feed/';
const sentence = 'Beforehand: LinkedIn trains AI on your comments unless you turn it off.';

/** What the toolbar button says of the first tab at an address: its mark, and its title for screen readers. */
const button = (browser: Browser, url: string) =>
  browser.inExtension<[string, string]>(`(async () => {
    const [{ id: tabId }] = await chrome.tabs.query({ url: ${JSON.stringify(url)} });
    return Promise.all([chrome.action.getBadgeText({ tabId }), chrome.action.getTitle({ tabId })]);
  })()`);
const says = (browser: Browser, url: string, mark: string, title: string) =>
  until(`"${mark}" and "${title}"`, async () => {
    const [text, words] = await button(browser, url);
    if (text !== mark || words !== title) throw new Error(`${text}, ${words}`);
    return true;
  });
const showIn = (browser: Browser, place: 'page' | 'toolbar') => tell(browser, { type: 'choose', platform: 'linkedin', action: { kind: 'show-in', place } });

inEachBrowser(
  suite => {
    const { open } = suite;
    const openInToolbar = async (): Promise<Page> => {
      await open('https://example.com/page/rtl.html');
      await showIn(suite.browser, 'toolbar');
      await suite.page.close();
      suite.page = await suite.browser.open(feed);
      return suite.page;
    };

    test('on wish nothing is put into the pages of a platform: the button carries a mark, and says in words why', async () => {
      const page = await openInToolbar();
      await says(suite.browser, feed, '!', sentence);
      await click(page, '[data-expect=comment]');
      await stayQuiet(suite.browser, page);
      assert.equal(await page.evaluate(`document.querySelectorAll('[popover]').length`), 0);
      const elsewhere = await suite.browser.open('https://x.com/home');
      await click(elsewhere, '.public-DraftEditor-content');
      await until('the banner of another platform', () => elsewhere.inBanner<string>(`return root.querySelector('.line').textContent`));
      assert.deepEqual(await button(suite.browser, 'https://x.com/home'), ['', 'Beforehand']);
      await elsewhere.close();
    });

    test('the mark outlives the worker, and goes when the choice is made', async () => {
      await openInToolbar();
      await says(suite.browser, feed, '!', sentence);
      await suite.browser.stopWorker();
      assert.deepEqual(await button(suite.browser, feed), ['!', sentence]);
      await tell(suite.browser, { type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle' } });
      await says(suite.browser, feed, '', 'Beforehand');
      await suite.browser.stopWorker();
      await tell(suite.browser, { type: 'choose', platform: 'linkedin', action: { kind: 'not-done', optOut: 'toggle' } });
      await says(suite.browser, feed, '!', sentence);
    });

    test('the mark belongs to the page: it goes when the tab goes elsewhere, and comes with the way back', async () => {
      const page = await openInToolbar();
      await says(suite.browser, feed, '!', sentence);
      const other = 'https://example.com/page/rtl.html';
      await depart(page, `(location.href = ${JSON.stringify(other)})`);
      await until('the other page', async () => (await page.evaluate(`location.host`)) === 'example.com');
      const tab = `chrome.tabs.query({}).then(tabs => tabs.at(-1).id).then(tabId => chrome.action.getBadgeText({ tabId }))`;
      assert.equal(await suite.browser.inExtension(tab), '');
      await suite.browser.stopWorker();
      await depart(page, 'history.back()');
      await says(suite.browser, feed, '!', sentence);
    });

    test('tabs that are open follow the choice', async () => {
      const page = await open(feed);
      assert.deepEqual(await button(suite.browser, feed), ['', 'Beforehand']);
      await suite.browser.stopWorker();
      await showIn(suite.browser, 'toolbar');
      await says(suite.browser, feed, '!', sentence);
      await showIn(suite.browser, 'page');
      await says(suite.browser, feed, '', 'Beforehand');
      await click(page, '[data-expect=comment]');
      await until('the banner', () => page.inBanner<string>(`return root.querySelector('.line').textContent`));
    });

    test('the setting for all does the same, and the mark goes with a choice for all', async () => {
      await open(feed);
      await tell(suite.browser, { type: 'settings', settings: { region: 'DE', place: 'toolbar' } });
      await says(suite.browser, feed, '!', sentence);
      await tell(suite.browser, { type: 'settings', settings: { region: 'GB', place: 'toolbar' } });
      await tell(suite.browser, { type: 'choose', platform: '*', action: { kind: 'later', scope: 'never' } });
      await says(suite.browser, feed, '', 'Beforehand');
      await tell(suite.browser, { type: 'choose', platform: '*', action: { kind: 'resume' } });
      await says(suite.browser, feed, '!', sentence);
    });

    test('a page that changes its address without loading has the mark where there is something to say', async () => {
      const issue = 'https://github.com/octo/hello/issues/1';
      const page = await open(issue);
      await tell(suite.browser, { type: 'settings', settings: { region: 'DE', place: 'toolbar' } });
      const mark = (url: string, text: string) => until(`"${text}"`, async () => (await button(suite.browser, url))[0] === text);
      await mark(issue, '!');
      await page.evaluate(`void history.pushState({}, '', '/octo/hello')`);
      await mark('https://github.com/octo/hello', '');
      await depart(page, 'history.back()');
      await mark(issue, '!');
    });

    test('a browser that starts again marks the page anew', async () => {
      const profile = newProfile();
      const first = await launch(suite.name, suite.site.port, { profile });
      await reset(first);
      await showIn(first, 'toolbar');
      await first.close();
      const second = await launch(suite.name, suite.site.port, { profile });
      await second.open(feed);
      await says(second, feed, '!', sentence);
      await second.close();
    });

    test('the popup offers it with one click, and the way back', async () => {
      const page = await open(feed);
      const popup = (await page.popup?.()) ?? undefined;
      if (!popup) return;
      const press = async (words: string) => {
        await suite.browser.stopWorker();
        await popup.evaluate(
          `(() => { const button = [...document.querySelectorAll('button')].find(b => b.textContent === ${JSON.stringify(words)}); button.focus(); })()`,
        );
        await popup.press('Enter');
      };
      await until('the popup', async () => {
        const words = await popup.evaluate<string>(`document.body.innerText`);
        if (!words.includes('Toolbar only on LinkedIn')) throw new Error(words);
        return true;
      });
      await press('Toolbar only on LinkedIn');
      await says(suite.browser, feed, '!', sentence);
      await until('the undo', () => popup.evaluate<boolean>(`document.activeElement.textContent === 'Show banners on LinkedIn again'`));
      await press('Show banners on LinkedIn again');
      await says(suite.browser, feed, '', 'Beforehand');
    });
  },
  { tired: true },
);
