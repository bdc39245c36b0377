import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { at, click, clickInBanner, depart, type Page, reset, stayQuiet, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const settings = 'https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement';
const label = 'Use my data for training content creation AI models';
const turnOff = `Turn this off: ${label}`;
const confirmed = 'This is off. Done, confirmed today.';
const lost = 'We could not find the switch. These are the steps:';
const html = readFileSync(join(import.meta.dirname, '../pages/settings.html'));

type Marks = Record<string, { on: string; confirmed?: string; onAgain?: string }>;

inEachBrowser(
  suite => {
    before(() => {
      for (const host of ['www.linkedin.com', 'www.facebook.com', 'help.figma.com', 'lovable.dev'])
        suite.site.answers.set(host, (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html));
    });
    /** Opens a page after `prepare` changed what is stored. */
    const open = async (url: string, prepare = ''): Promise<Page> => {
      await suite.page?.close();
      await reset(suite.browser);
      if (prepare) {
        await suite.browser.inExtension(`(async () => { ${prepare}; return true; })()`);
        await tell(suite.browser, { type: 'settings', settings: { region: 'DE', place: 'page' } });
      }
      suite.page = await suite.browser.open(url);
      return suite.page;
    };
    const rule = (change: string) =>
      `const { 'rule:linkedin': rule } = await chrome.storage.local.get('rule:linkedin'); const [optOut] = rule.optOuts; ${change}; await chrome.storage.local.set({ 'rule:linkedin': rule })`;
    const chose = (marks: Marks, more = {}) => `await chrome.storage.local.set({ 'choices:linkedin': ${JSON.stringify({ done: marks, ...more })} })`;
    const lines = (page: Page) => page.inBanner<string[]>(`return [...root.querySelectorAll('.line')].map(e => e.textContent)`);
    const says = (page: Page, line: string) =>
      until(line, async () => {
        const seen = await lines(page);
        if (seen?.includes(line)) return true;
        throw new Error(JSON.stringify(seen));
      });
    const marks = async (platform = 'linkedin') =>
      (await suite.browser.inExtension<Record<string, { done?: Marks }>>(`chrome.storage.local.get('choices:${platform}')`))[`choices:${platform}`]?.done;
    const isUntouched = async (page: Page) =>
      assert.deepEqual(await page.evaluate('untouched()'), { done: [], moved: false, focus: true }, 'the page is as it was');

    test('it points at the switch, and says so when the user has turned it off, and on again', async () => {
      const page = await open(`${settings}?v=on`);
      await suite.browser.stopWorker();
      await says(page, turnOff);
      await isUntouched(page);
      assert.equal(await marks(), undefined, 'nothing is kept of a switch that is on');
      await click(page, '#switch');
      await says(page, confirmed);
      const [mark] = Object.values((await marks()) ?? {});
      assert.ok(mark && mark.confirmed === mark.on, JSON.stringify(mark));
      assert.ok(await page.evaluate(`untouched().done.every(what => /^(attributes|click|mousedown|pointerdown|focusin|scroll) (switch|)$/.test(what))`));
      await click(page, '#switch');
      await until('on again', async () => (await lines(page))?.[0]?.startsWith('This is on again. You had turned it off on '));
      await until('that to be kept', async () => (await marks())?.toggle?.onAgain);
    });

    for (const [variant, why] of [
      ['named', 'its accessible name, in other letters'],
      ['ticked', 'the label of a box'],
      ['open', 'its label in an open shadow root'],
      ['closed', 'its label in a closed shadow root'],
      ['late', 'its label, when it comes late'],
    ])
      test(`the switch is found by ${why}`, async () => {
        const page = await open(`${settings}?v=${variant}`);
        await says(page, turnOff);
        if (variant !== 'late') await isUntouched(page);
      });

    test('the switch is found by its label in the language of the page', async () => {
      const page = await open(`${settings}?v=german`, rule(`optOut.label.de = 'Meine Daten zum Training von KI verwenden'`));
      await says(page, 'Turn this off: Meine Daten zum Training von KI verwenden');
    });

    test('the switch is found, and read, by the selector of the rule', async () => {
      const page = await open(`${settings}?v=probe`, rule(`optOut.probe = { selector: '[data-test="training"]', off: 'data-state=shut' }`));
      await says(page, turnOff);
      await page.evaluate(`document.getElementById('switch').dataset.state = 'shut'`);
      await says(page, confirmed);
    });

    test('a box that is unticked is off', async () => {
      const page = await open(`${settings}?v=ticked`, rule('delete optOut.probe; delete optOut.label.de'));
      await says(page, turnOff);
      await click(page, '#switch');
      await says(page, confirmed);
    });

    test('a switch that is off already is confirmed, with the worker stopped before', async () => {
      await open('https://example.com/');
      await suite.browser.stopWorker();
      const page = await suite.browser.open(`${settings}?v=off`);
      await says(page, confirmed);
      await isUntouched(page);
      assert.deepEqual(Object.keys((await marks()) ?? {}), ['toggle']);
      await page.close();
    });

    test('a switch that the page draws as off before it knows better is not confirmed', async () => {
      const page = await open(`${settings}?v=loading`);
      await says(page, turnOff);
      assert.equal(await marks(), undefined);
    });

    test('a switch that is on at a later visit is told, and the opt-out is open again', async () => {
      const page = await open(`${settings}?v=on`, chose({ toggle: { on: '2026-05-03', confirmed: '2026-05-04' } }));
      await says(page, 'This is on again. You had turned it off on May 4, 2026.');
      await until('that to be kept', async () => (await marks())?.toggle?.onAgain);
    });

    test('what was only said to be done, and is on, is told as well', async () => {
      const page = await open(`${settings}?v=on`, chose({ toggle: { on: '2026-05-03' } }));
      await says(page, 'This is on. You marked it as done on May 3, 2026.');
    });

    test('two switches that disagree confirm nothing: the steps are shown', async () => {
      const page = await open(`${settings}?v=two`);
      await says(page, lost);
      assert.deepEqual(await page.inBanner(`return [...root.querySelectorAll('li')].map(e => e.textContent)`), [`Turn off "${label}".`]);
      assert.equal(await marks(), undefined);
    });

    test('where the switch is not found, the steps are shown, and the user can say that it is done', async () => {
      const page = await open(`${settings}?v=none`);
      await says(page, lost);
      await isUntouched(page);
      await suite.browser.stopWorker();
      await clickInBanner(page, 'Done');
      await says(page, 'Done. We keep today’s date.');
      await isUntouched(page);
      assert.deepEqual(Object.keys((await marks()) ?? {}), ['toggle']);
      await clickInBanner(page, 'Close');
      await until('no panel', async () => (await lines(page)) === undefined);
    });

    test('a switch that is to be turned on is confirmed when it is on', async () => {
      const page = await open(`${settings}?v=off`, rule(`optOut.turn = 'on'`));
      await says(page, `Turn this on: ${label}`);
      await click(page, '#switch');
      await says(page, 'This is on. Done, confirmed today.');
      await open(`${settings}?v=none`, rule('delete optOut.turn'));
    });

    test('in a modal dialog the panel can be used, and the dialog does not close for it', async () => {
      const page = await open(`${settings}?v=modal`);
      await says(page, turnOff);
      await clickInBanner(page, 'Close');
      await until('no panel', async () => (await lines(page)) === undefined);
      assert.equal(await page.evaluate(`document.querySelector('dialog').open`), true);
    });

    test('of several accounts nobody knows whose page it is: nothing is kept', async () => {
      const page = await open(`${settings}?v=off`, chose({}, { accounts: { work: {} } }));
      await says(page, 'This is off for the account that is signed in here.');
      assert.deepEqual(await marks(), {});
    });

    test('with the toolbar only, nothing is put into the page, and the state is read all the same', async () => {
      const page = await open(`${settings}?v=off`, chose({}, { place: 'toolbar' }));
      await until('that to be kept', async () => (await marks())?.toggle?.confirmed);
      assert.equal(await lines(page), undefined);
    });

    test('other pages of the host show nothing, even when the site comes to them without loading', async () => {
      const page = await open('https://www.linkedin.com/mypreferences/d/settings/other?v=on');
      await stayQuiet(suite.browser, page);
      const other = await open(`${settings}?v=on`);
      await says(other, turnOff);
      await other.evaluate(`history.pushState(null, '', '/mypreferences/d/settings/other')`);
      await until('no panel', async () => (await lines(other)) === undefined);
      await depart(other, 'history.back()');
      await says(other, turnOff);
    });

    test('a form comes with its steps and a text to copy, for all its platforms in one', async () => {
      const page = await open('https://www.facebook.com/help/contact/712876720715583');
      await says(page, 'How to object at Facebook and Messenger:');
      const text = await page.inBanner<string>(`return root.querySelector('textarea').value`);
      assert.ok(text?.startsWith('Dear team of Facebook and Messenger,\n\nI object, under Article 21 of the General Data Protection Regulation'), text);
      await clickInBanner(page, 'Copy the text');
      await until('that it is copied', () => page.inBanner(`return /Copied|You can copy/.test(root.querySelector('.note')?.textContent)`));
      await isUntouched(page);
      await clickInBanner(page, 'Done');
      await says(page, 'Done. We keep today’s date.');
      for (const platform of ['facebook', 'messenger']) assert.deepEqual(Object.keys((await marks(platform)) ?? {}), ['objection']);
    });

    test('a request comes with a text, and a help page with the steps and a text for the owner', async () => {
      const request = await open('https://lovable.dev/terms');
      await says(request, 'How to ask Lovable to stop:');
      const help = await open('https://help.figma.com/hc/en-us/articles/17725942479127-Manage-AI-settings-and-content-training-for-your-team-or-organization');
      await says(help, 'At Figma, the owner of your workspace can opt out. These are the steps:');
      assert.ok((await help.inBanner<string>(`return root.querySelector('textarea').value`))?.includes('https://help.figma.com/hc/en-us/articles/'));
    });

    test('the panel is reached from the switch by keyboard', async () => {
      const page = await open(`${settings}?v=on`);
      await says(page, turnOff);
      await page.evaluate(`document.getElementById('switch').focus()`);
      await page.press('Tab');
      await until('the focus in the panel', () => page.inBanner(`return root.activeElement?.textContent === 'Close'`));
      assert.equal(await at(page, '#switch', 'element.getAttribute("aria-checked")'), 'true');
    });
  },
  { tired: true },
);
