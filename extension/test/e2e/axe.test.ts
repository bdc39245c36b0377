import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { violations, violationsInBanner } from './axe.ts';
import type { Page } from './browser.ts';
import { bare, fits, moving, small } from './checks.ts';
import { begin, furnish, screens, unfold } from './screens.ts';
import { inEachBrowser } from './suite.ts';

// Axe looks at elements and styles, which are the same in both browsers.
inEachBrowser(
  suite => {
    before(() => furnish(suite.browser, suite.site));

    // It cannot tell the contrast of what is in there. The colours are those of the pages (look.test.ts), where it can.
    test('axe sees into the closed root: it finds a button without a name', async t => {
      await begin(suite.browser);
      const page = (await screens.find(({ name }) => name === 'banner')?.open(suite.browser, suite.site)) as Page;
      t.after(() => page.close());
      await page.inBanner(`root.querySelector('.acts').append(document.createElement('button'));`);
      const found = (await violationsInBanner(page)).map(line => line.split(':')[0]);
      assert.deepEqual(found, ['button-name']);
    });

    for (const { name, inPage, open } of screens) {
      // A colour does not depend on the direction. German has the longest words.
      for (const [language, manner, dark] of [
        ['de', 'light, from left to right', false],
        ['ar', 'dark, from right to left', true],
      ] as const) {
        test(`${name}, ${manner}: axe finds nothing, and at 400 % nothing has to be scrolled sideways`, async t => {
          await begin(suite.browser, language);
          const page = await open(suite.browser, suite.site);
          t.after(() => page.close());
          if (!inPage) await unfold(page);
          await page.wish({ dark });
          assert.deepEqual(inPage ? await violationsInBanner(page) : await violations(page), []);
          if (!dark) {
            const evaluate = async (expression: string) =>
              inPage ? page.inBanner(`return ${expression}`) : page.evaluate(`(root => ${expression})(document)`);
            assert.deepEqual(await evaluate(small), [], 'targets of 24 px');
            await page.wish({ still: true });
            assert.deepEqual(await evaluate(moving), [], 'no movement');
            await page.wish({ forced: true });
            assert.deepEqual(await evaluate(`[matchMedia('(forced-colors: active)').matches, ${bare}]`), [true, []], 'forced colours');
            await page.wish({});
          }
          await fits(page, inPage);
        });
      }
    }
  },
  { only: 'chromium' },
);
