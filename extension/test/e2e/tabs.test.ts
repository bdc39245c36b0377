// What browsers do with tabs, and frames that are not what they seem.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { banner, click, depart, type Page, stayQuiet, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const light = 'https://www.reddit.com/page/light.html';
const popovers = (page: Page) => page.evaluate<number>(`document.querySelectorAll('html > [popover]').length`);

inEachBrowser(suite => {
  const shown = () => suite.browser.inExtension<string[] | null>(`chrome.storage.local.get('shown').then(({ shown }) => shown ?? null)`);

  test('a page that comes back from where it was left has no banner left over, and gets none again', async () => {
    const page = await suite.open(light);
    await click(page, '#editor');
    await banner(page);
    await page.type('my draft');
    await page.goto('https://example.org/page/light.html');
    await depart(page, 'history.back()');
    await until('the page before', () => page.evaluate<boolean>(`location.host === 'www.reddit.com' && document.readyState === 'complete'`));
    assert.equal(await popovers(page), 0);
    await click(page, '#editor');
    await stayQuiet(suite.browser, page);
  });

  // After it, Firefox takes a minute to end.
  test('a tab that was put to sleep wakes up without a second banner', { skip: suite.name === 'firefox' }, async () => {
    await suite.open('https://example.org/page/light.html');
    const page = await suite.browser.open(light); // in Chromium it is another one for the tests when it has slept, so nobody closes it
    await click(page, '#editor');
    await banner(page);
    const other = await suite.browser.open('https://example.org/page/light.html');
    const slept = await suite.browser.inExtension<boolean>(
      `chrome.tabs.query({ url: 'https://www.reddit.com/*' }).then(([tab]) => chrome.tabs.discard(tab.id)).then(() => true, () => false)`,
    );
    assert.ok(slept);
    await other.close();
    const again = await suite.browser.open(light);
    await click(again, '#editor');
    await stayQuiet(suite.browser, again);
    await again.close();
  });

  test('many tabs of one platform: a choice in one holds in all', async () => {
    const tabs: Page[] = [];
    const count = process.env.BEFOREHAND_LONG ? 200 : 12;
    const first = await suite.open(light);
    for (let i = 1; i < count; i++) tabs.push(await suite.browser.open(light));
    await tell(suite.browser, { type: 'choose', platform: 'reddit', action: { kind: 'later', scope: 'never' } });
    const last = tabs.at(-1) as Page; // the one in front
    await click(last, '#editor');
    await stayQuiet(suite.browser, last);
    for (const tab of tabs) await tab.close();
    await click(first, '#editor');
    await stayQuiet(suite.browser, first);
  });

  test('a private window has its banner, and nothing tells afterwards that it was there', async () => {
    await suite.open('https://example.org/page/light.html');
    const before = await suite.browser.inExtension<object>('chrome.storage.local.get()');
    const page = await suite.browser.openPrivate(light);
    try {
      await click(page, '#editor');
      await page.type('words'); // a window that is not in front hears of no focus
      await banner(page);
      await new Promise(resolve => setTimeout(resolve, 300)); // what is shown in another window is written within a frame
      assert.deepEqual(await suite.browser.inExtension('chrome.storage.local.get()'), before);
    } finally {
      await page.close(); // it would stay in front of the pages of the tests that follow
    }
  });

  // Firefox makes no pages ahead.
  test('a page that was made ahead of its being looked at is like any other', { skip: suite.name === 'firefox' }, async () => {
    const page = await until('a page that was made ahead', async () => {
      const before = suite.site.requests.length;
      const page = await suite.open('https://www.reddit.com/page/ahead.html');
      await until('its request', async () => suite.site.requests.includes('www.reddit.com/page/ahead-next.html', before));
      assert.equal(await shown(), null);
      await click(page, '#next');
      await until('the page', () => page.evaluate<boolean>(`location.search === '?ahead'`));
      // A busy browser gives it up, and loads the page as ever.
      return (await page.evaluate<boolean>(`performance.getEntriesByType('navigation')[0].activationStart > 0`)) ? page : undefined;
    });
    await click(page, '#editor');
    await until('the banner', () => popovers(page)); // to look into it, Chromium's driver would have to follow the page to its new process
  });

  /** Clicks into the composer of the frame. A click that comes before the frame is drawn hits the page around it, and is made again. */
  const clickInFrame = (page: Page, y: number) =>
    until('the focus in the frame', async () => {
      await page.clickInFrame(100, y);
      return page.inFrame<boolean>(`document.activeElement?.id === 'editor'`);
    });

  test('a frame without an origin is never spoken for', async () => {
    const page = await suite.open('https://www.linkedin.com/page/frame.html#sandbox');
    await clickInFrame(page, 40);
    await stayQuiet(suite.browser, page);
    assert.equal(await shown(), null); // a banner in the frame would not be seen from the page around it
  });

  test('a frame of a platform in the page of another site has its own banner, and the page around it none', async () => {
    const page = await suite.open('https://example.org/page/frame.html#cross=https://www.linkedin.com/page/light.html');
    await until('the banner in the frame', async () => {
      await clickInFrame(page, 140); // more than once, should the first press come before the script
      return (await shown())?.includes('linkedin');
    });
    assert.equal(await popovers(page), 0);
  });

  test('a frame of a platform whose rule does not say frames is left alone', async () => {
    const page = await suite.open(`https://example.org/page/frame.html#cross=${light}`);
    await clickInFrame(page, 140);
    await stayQuiet(suite.browser, page);
    assert.equal(await shown(), null);
  });
});
