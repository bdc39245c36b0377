import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sweep } from '../../src/core/messages.ts';
import { clickOn, type Page, reset, start, tell, until } from './browser.ts';
import { button, says, unnamed } from './pages.ts';
import { inEachBrowser } from './suite.ts';

const tile = (name: string) =>
  `[...document.querySelectorAll('.tile')].find(tile => tile.querySelector('span').textContent === ${JSON.stringify(name)}).querySelector('input')`;
const inCard = (name: string, selector: string) =>
  `[...document.querySelectorAll('.platform')].find(card => card.querySelector('h2').textContent.endsWith(${JSON.stringify(name)}))?.querySelector(${JSON.stringify(selector)})`;

inEachBrowser(
  suite => {
    const stored = <T>(key: string) => suite.browser.inExtension<T>(`chrome.storage.local.get('${key}').then(all => all['${key}'] ?? null)`);
    const openPage = async (picked: string[], region = 'DE'): Promise<Page> => {
      await suite.page?.close();
      await suite.browser.inExtension(`chrome.storage.local.remove(['picked', 'sweep']).then(() => true)`);
      await reset(suite.browser, region);
      for (const platform of picked) await tell(suite.browser, { type: 'pick', platform, picked: true });
      suite.page = await suite.browser.extensionPage('platforms/platforms.html');
      await until('what is known', () => suite.page.evaluate<boolean>(`document.querySelector('.tile') !== null`)); // a worker that is stopped now has answered
      return suite.page;
    };
    const again = async (): Promise<Page> => {
      await suite.page.close();
      suite.page = await suite.browser.extensionPage('platforms/platforms.html');
      await until('what is known', () => suite.page.evaluate<boolean>(`document.querySelector('.tile') !== null`)); // a worker that is stopped now has answered
      return suite.page;
    };

    test('the welcome page came once with the extension, and its picks are kept', async () => {
      const fresh = await start(suite.name, suite.site.port);
      const welcomes = () =>
        fresh.inExtension<number>(
          `chrome.runtime.getContexts({ contextTypes: ['TAB'] }).then(all => all.filter(({ documentUrl }) => documentUrl.endsWith('/welcome/welcome.html')).length)`,
        );
      await until('one welcome page', async () => (await welcomes()) === 1);
      await fresh.close();
      const page = await suite.browser.extensionPage('welcome/welcome.html');
      await says(page, /Hello\. This is Beforehand\..*\n+When you start to write/);
      await clickOn(page, tile('Reddit'));
      await until('the pick', async () => (await stored<string[]>('picked'))?.join() === 'reddit');
      assert.deepEqual(await unnamed(page), []);
      await clickOn(page, button('Done'));
      await says(page, /Your platforms\s+✕ 1\s+✕\s+No way out: 1\s+Reddit/);
      await page.close();
    });

    test('nothing is picked by itself; a search finds, a pick shows how one stands', async () => {
      const page = await openPage([]);
      await says(page, /Pick the platforms that you use, and see here how you stand/);
      await clickOn(page, `document.querySelector('input[type=search]')`);
      await page.type('linked');
      await says(page, /Found: 1/);
      await suite.browser.stopWorker();
      await clickOn(page, tile('LinkedIn'));
      await says(page, /Open: 1\s+LinkedIn/);
      await says(page, /LinkedIn trains AI on your (posts|comments) unless you turn it off\.\s+Opt-outs: 0 of 1 done\s+○\s+Turn it off\s+about 1 minute/);
      assert.deepEqual(await stored('picked'), ['linkedin']);
      assert.deepEqual(await unnamed(page), []);
      await clickOn(page, tile('LinkedIn'));
      await says(page, /see here how you stand/);
    });

    test('an opt-out is done and undone with the worker stopped, and the focus stays', async () => {
      const page = await openPage(['linkedin']);
      await suite.browser.stopWorker();
      await clickOn(page, inCard('LinkedIn', 'button'));
      await says(page, /Done: 1\s+LinkedIn/);
      await says(page, /You opted out of training at LinkedIn\.\s+Opt-outs: 1 of 1 done/);
      assert.equal(await page.evaluate(`document.activeElement === ${inCard('LinkedIn', 'button')}`), true);
      await clickOn(page, inCard('LinkedIn', 'button'));
      await says(page, /Opt-outs: 0 of 1 done/);
    });

    test('what has not changed stays where it is, and so do the focus and a press on it', async () => {
      const page = await openPage(['linkedin', 'reddit']);
      await page.evaluate(`(() => {
        window.link = ${inCard('LinkedIn', 'a')};
        link.focus();
        const [cards, sweep] = [link.closest('.platform').parentElement, document.querySelector('.sweep')];
        const observer = new MutationObserver(all => (window.touched = (window.touched ?? []).concat(all.map(({ target }) => target === cards || sweep.contains(target)))));
        observer.observe(document.querySelector('main'), { childList: true, subtree: true });
      })()`);
      await suite.browser.inExtension(`chrome.storage.local.set({ shown: ['reddit'] }).then(() => true)`);
      await until('a new look at it', () => page.evaluate<boolean>('window.touched?.length > 0'));
      assert.equal(await page.evaluate('touched.includes(true)'), false);
      assert.equal(await page.evaluate('document.activeElement === link'), true);
    });

    test('a platform without a composer has its opt-out here, and another way to do one is not counted', async () => {
      const page = await openPage(['hubspot', 'facebook'], 'US');
      await says(page, /HubSpot uses content of yours, but we know no place there where you would write it\.\s+Opt-outs: 0 of 1 done/);
      await tell(suite.browser, { type: 'settings', settings: { region: 'DE', place: 'page' } });
      await says(
        page,
        /Opt-outs: 0 of 1 done\s+○\s+Open the form\s+AI training\s+about 5 minutes\s+Done\s+○\s+Open the form\s+AI training\s+about 5 minutes, another way to do the same/,
      );
    });

    test('the evidence names sources with publisher, date and words, and draws the claims', async () => {
      const page = await openPage(['linkedin']);
      await suite.browser.stopWorker();
      await clickOn(page, inCard('LinkedIn', '[data-key^=why] > summary'));
      await says(page, /On unless you opt out\.\s+LinkedIn: posts, comments.*\(AI training\)\s+Where: EEA and Switzerland\. Since: November 3, 2025\./);
      await says(page, /The regional notice lists posts.*\s+LinkedIn · August 22, 2026 · the platform itself/);
      await says(page, /What the opt-out does not do: It stops future training/);
      await says(page, /Last checked on August 22, 2026\. We are sure\./);
      await says(page, /Get a copy of your data\s+Delete your account/);
      const drawn = await page.evaluate<number[]>(
        `(figure => ['rect.bar', 'circle.change', 'ol li', 'tbody tr'].map(selector => figure.querySelectorAll((selector.startsWith('rect') ? 'svg[role=img] ' : '') + selector).length))(document.querySelector('.timeline'))`,
      );
      assert.deepEqual(drawn, [12, 6, 6, 12]);
      assert.deepEqual(await unnamed(page), []);
    });

    test('from right to left the picture is mirrored, and nothing sticks out', async () => {
      const page = await openPage(['linkedin', 'facebook']);
      await page.evaluate(`(document.documentElement.dir = 'rtl')`);
      for (const name of ['LinkedIn', 'Facebook']) await clickOn(page, inCard(name, '[data-key^=why] > summary'));
      await until('both pictures', async () => (await page.evaluate<number>(`document.querySelectorAll('.timeline').length`)) === 2);
      const out = await page.evaluate(`[...document.querySelectorAll('.timeline svg[role=img]')].flatMap(svg => {
      const box = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text, rect')].filter(part => {
        const { left, right } = part.getBoundingClientRect();
        return left < box.left - 2 || right > box.right + 2;
      }).map(part => part.outerHTML);
    })`);
      assert.deepEqual(out, []);
      assert.equal(await page.evaluate(`document.documentElement.scrollWidth <= innerWidth`), true);
    });

    test('the sweep walks through what is open, goes back, is left, and goes on where it stood', async () => {
      let page = await openPage(['linkedin', 'github', 'x', 'reddit']);
      await clickOn(page, button('Start'));
      await says(page, /1 of 4\s+GH\s+GitHub[\s\S]*What to do there:/);
      const way = await page.evaluate(`(({ href, target, rel }) => [new URL(href).host, target, rel])(document.querySelector('.sweep a'))`);
      assert.deepEqual(way, ['github.com', '_blank', 'noopener noreferrer']);
      await suite.browser.stopWorker();
      await clickOn(page, button('Skip'));
      await says(page, /2 of 4\s+LI\s+LinkedIn[\s\S]*What to do there:\s+Turn off "Use my data for training/);
      assert.equal(await page.evaluate(`document.activeElement.id`), 'sweep');
      await clickOn(page, `document.querySelector('.sweep button.main')`);
      await says(page, /3 of 4\s+X[\s\S]*What to do there:/); // with it the buttons come to rest
      await clickOn(page, button('Back'));
      await says(page, /2 of 4[\s\S]*This one is done\.[\s\S]*What to do there:/);
      await clickOn(page, button('Next'));
      await says(page, /3 of 4[\s\S]*What to do there:/);
      await clickOn(page, button('Go on later'));
      await until('the step', async () => (await stored<Sweep>('sweep')).at === 2);
      page = await again();
      await suite.browser.stopWorker();
      await clickOn(page, button('Go on at 3 of 4'));
      await says(page, /3 of 4\s+X[\s\S]*What to do there:/);
      assert.deepEqual(await unnamed(page), []);
      for (const next of [/4 of 4\s+X[\s\S]*What to do there:/, /That was the last one\. Done: 3 of 4\./]) {
        await clickOn(page, `document.querySelector('.sweep button.main')`);
        await says(page, next);
      }
      await clickOn(page, `document.querySelector('.sweep button[data-key=close]')`);
      await says(page, /Open opt-outs: 1\./);
      await until('the end', async () => (await stored<Sweep>('sweep')).steps.length === 0);
    });

    test('a choice made elsewhere is seen, also in the middle of the sweep', async () => {
      const page = await openPage(['linkedin']);
      await clickOn(page, button('Start'));
      await says(page, /1 of 1/);
      await tell(suite.browser, { type: 'choose', platform: 'linkedin', action: { kind: 'done', optOut: 'toggle' } });
      await says(page, /This one is done\./);
    });

    test('the changes of the picked platforms come newest first', async () => {
      const page = await openPage(['linkedin', 'facebook']);
      const days = await page.evaluate<string[]>(`[...document.querySelectorAll('.history time')].map(time => time.dateTime)`);
      assert.ok(days.length > 4);
      assert.deepEqual(days, days.toSorted().reverse());
    });
  },
  { tired: true },
);
