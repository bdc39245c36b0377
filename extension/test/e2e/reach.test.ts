import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Page, until } from './browser.ts';
import { begin, furnish, screens, unfold } from './screens.ts';
import { inEachBrowser } from './suite.ts';

// What can be used, in the order of the page. Of a group of radio buttons, Tab goes to one.
const controls = `[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.matches(':disabled') && !(e.type === 'radio' && !e.checked))`;

inEachBrowser(
  suite => {
    before(() => furnish(suite.browser, suite.site));
    let last: Page | undefined;
    const open = async (wanted: string): Promise<Page> => {
      const screen = screens.find(({ name }) => name === wanted);
      await last?.close();
      last = undefined;
      await begin(suite.browser);
      last = (await screen?.open(suite.browser, suite.site)) as Page;
      return last;
    };

    for (const name of ['popup-warn', 'options', 'platforms', 'platforms-sweep', 'welcome']) {
      test(`with Tab alone every control of ${name} is reached once, in order, and seen`, async () => {
        const page = await open(name);
        await unfold(page);
        await page.evaluate(`(document.activeElement.blur(), scrollTo(0, 0), getSelection().removeAllRanges())`);
        await page.evaluate(`(document.body.tabIndex = -1, document.body.focus(), document.body.removeAttribute('tabindex'))`);
        const all = await page.evaluate<string[]>(`(window.all = ${controls}).map(e => e.outerHTML.slice(0, 100))`);
        assert.ok(all.length > 3, `${all}`);
        const reached: number[] = [];
        for (const _ of all) {
          await page.press('Tab');
          const [index, html, seen] = await page.evaluate<[number, string, string]>(`(e => {
          const { outlineStyle, outlineWidth } = getComputedStyle(e);
          const { top, bottom, left, right } = e.getBoundingClientRect();
          const inSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
          return [window.all.indexOf(e), e.outerHTML.slice(0, 100), !inSight ? 'out of sight' : outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 ? '' : 'without a ring'];
        })(document.activeElement)`);
          assert.equal(seen, '', html);
          reached.push(index);
        }
        assert.deepEqual(
          reached,
          all.map((_, index) => index),
          `${all}`,
        );
        await page.press('Tab');
        assert.notEqual(await page.evaluate(`window.all.indexOf(document.activeElement)`), all.length - 1, 'the last control holds the focus');
      });
    }

    test('the banner fades in, but not for who wants no movement', async () => {
      for (const still of [false, true]) {
        const feed = await open('banner');
        await feed.wish({ still });
        assert.equal(await feed.inBanner(`return getComputedStyle(root.querySelector('.banner')).animationName`), still ? 'none' : 'appear');
        await feed.wish({});
      }
    });

    test('what appears is announced once, politely', async () => {
      // Listens as a screen reader does: to what changes in live regions. Several changes in one go are one announcement.
      const listen = `window.heard = []; new MutationObserver(changes => {
      const regions = new Set(changes.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=status], [role=alert], [aria-live]')));
      for (const region of regions) if (region?.textContent) window.heard.push([region.role ?? region.ariaLive, region.textContent]);
    }).observe(root, { subtree: true, childList: true, characterData: true });`;
      const page = await open('options');
      await page.evaluate(`(root => { ${listen} return true; })(document)`);
      await page.evaluate(`document.querySelector('input[name=place]:not(:checked)').click()`);
      await until('the announcement', () => page.evaluate<boolean>(`window.heard.length > 0`));
      await page.evaluate(`new Promise(later => requestAnimationFrame(() => requestAnimationFrame(() => later(true))))`);
      assert.deepEqual(await page.evaluate(`window.heard`), [['status', 'Saved.']]);

      for (const [name, words] of [
        ['banner', /^LinkedIn trains AI on your comments unless you turn it off\.$/],
        ['guide-found', /^Turn this off: /],
      ] as const) {
        const front = await open(name);
        const regions = () =>
          front.inBanner<[string, string][]>(`return [...root.querySelectorAll('[role=status], [role=alert], [aria-live]')].map(e => [e.role, e.textContent])`);
        const spoken = await until('the spoken line', async () => (await regions())?.[0]?.[1] && (await regions()));
        assert.equal(spoken.length, 1);
        assert.equal(spoken[0]?.[0], 'status');
        assert.match(spoken[0]?.[1] ?? '', words);
        // It is seen as well, outside of what is spoken, so that it is read once and not twice: the region is out of sight.
        assert.ok(await front.inBanner(`return getComputedStyle(root.querySelector('[role=status]')).position === 'absolute'`));
      }
    });
  },
  { only: 'chromium' },
);
