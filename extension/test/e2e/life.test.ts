import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { banner, click, clickInBanner, copyOfExtension, launch, line, newProfile, noBanner, type Page, reset, start, stayQuiet, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const comment = '[data-expect=comment]';
const feed = 'https://www.linkedin.com/feed/';

inEachBrowser(suite => {
  test('the worker is stopped just before the focus, and again in the middle', async () => {
    const page = await suite.open('https://www.linkedin.com/feed/');
    await suite.browser.stopWorker();
    await click(page, '[data-expect=comment]');
    await banner(page);
    await suite.browser.stopWorker();
    await clickInBanner(page, 'Why?');
    await until('the evidence', () => page.inBanner<boolean>(`return root.textContent.includes('Last checked on August 22, 2026')`));
    await suite.browser.stopWorker();
    await clickInBanner(page, 'Done');
    await noBanner(page);
    const choices = await suite.browser.inExtension<Record<string, unknown>>(`chrome.storage.local.get('choices:linkedin')`);
    assert.ok(JSON.stringify(choices).includes('"toggle"'));
  });

  test('Done and Later are remembered by a browser that starts again, and known to no other profile', async () => {
    const profile = newProfile();
    const first = await launch(suite.name, suite.site.port, { profile });
    await reset(first);
    const done = await first.open(feed);
    await click(done, comment);
    await clickInBanner(done, 'Done');
    await noBanner(done);
    const later = await first.open('https://x.com/home');
    await click(later, '.public-DraftEditor-content');
    await clickInBanner(later, 'Later');
    await clickInBanner(later, 'Never on this platform');
    await noBanner(later);
    await first.close();
    const second = await launch(suite.name, suite.site.port, { profile });
    for (const [url, composer] of [
      [feed, comment],
      ['https://x.com/home', '.public-DraftEditor-content'],
    ] as const) {
      const again = await second.open(url);
      await click(again, composer);
      await stayQuiet(second, again);
    }
    await second.close();
    const inAnotherProfile = await suite.browser.open('https://x.com/home');
    await click(inAnotherProfile, '.public-DraftEditor-content');
    await banner(inAnotherProfile);
    await inAnotherProfile.close();
  });

  test('a tab that was open before the extension came is served', async () => {
    const browser = await launch(suite.name, suite.site.port, { first: feed });
    await until('the content script', () => browser.inExtension<boolean>(`chrome.scripting.getRegisteredContentScripts().then(scripts => scripts.length > 0)`));
    const page = browser.first as Page;
    await until('the banner in the old tab', async () => {
      await click(page, comment);
      return page.inBanner<string>(`return root.querySelector('.line').textContent`);
    });
    await browser.close();
  });

  test('a page outlives the extension, with its draft and without its banner', async () => {
    const browser = await launch(suite.name, suite.site.port);
    await reset(browser);
    const page = await browser.open('https://www.reddit.com/page/cover.html');
    await click(page, '#editor');
    await banner(page);
    await page.type('my ');
    await browser.inExtension('chrome.runtime.reload()').catch(() => undefined); // the page that asks goes with it
    await until('no banner that nobody answers', async () => {
      await page.type('draft ');
      return page.evaluate<boolean>(`document.querySelector('html > div[popover]') === null`);
    });
    assert.match(await page.evaluate<string>(`document.querySelector('#editor').value`), /^my (draft )+$/);
    await browser.close();
  });

  /** Starts a browser again in the same profile, with a file of the extension replaced. */
  const startAgainWith = async (file: string, contents: string) => {
    const [profile, extension] = [newProfile(), copyOfExtension()];
    const first = await launch(suite.name, suite.site.port, { profile, extension });
    await reset(first);
    await first.close();
    writeFileSync(join(extension, file), contents);
    const second = await start(suite.name, suite.site.port, { profile, extension });
    await until('the trouble', () => second.inExtension<boolean>(`chrome.storage.local.get('trouble').then(({ trouble }) => trouble !== undefined)`));
    return second;
  };
  const popupSays = async (page: Page, said: RegExp) =>
    assert.match(
      await until('the popup', () => page.evaluate<string>(`document.querySelector('main').innerText.includes('wrong') && document.body.innerText`)),
      said,
    );

  test('an extension that is turned off leaves the pages, and turned on again it knows what it knew', async () => {
    const browser = await launch(suite.name, suite.site.port);
    await reset(browser);
    const scheduled = () => browser.inExtension<string>(`chrome.alarms.getAll().then(alarms => alarms.map(({ name }) => name).sort().join())`);
    const polls = await until('the poll', scheduled);
    const done = await browser.open(feed);
    await click(done, comment);
    await clickInBanner(done, 'Done');
    await noBanner(done);
    const guided = await browser.open('https://www.facebook.com/help/contact/712876720715583');
    await until('the panel', () => line(guided));
    await guided.evaluate(`void (document.querySelector('html > div[popover]').id = 'before')`);
    const page = await browser.open('https://www.reddit.com/page/cover.html');
    await click(page, '#editor');
    await banner(page);
    const x = await browser.open('https://x.com/home');
    await browser.setEnabled(false);
    await clickInBanner(page, 'Later'); // in Firefox nothing of ours runs any more that could take it away before that
    await until('no banner that nobody answers', () =>
      page.evaluate<boolean>(`document.querySelector('html > div[popover]')?.checkVisibility({ visibilityProperty: true }) !== true`),
    );
    await browser.setEnabled(true);
    await until('the poll again', async () => (await scheduled()) === polls);
    await until('the banner in a tab that was open', async () => {
      await click(x, '.public-DraftEditor-content');
      return line(x);
    });
    await until('a new panel in the place of the one that nobody answers', async () => {
      await guided.clickAt(10, 10);
      return (await guided.evaluate<string>(`[...document.querySelectorAll('html > div[popover]')].map(({ id }) => id || 'new').join()`)) === 'new';
    });
    const again = await browser.open(feed);
    await click(again, comment);
    await stayQuiet(browser, again);
    await browser.close();
  });

  test('a rule set that is broken leaves the previous one in force, and the options say why', async () => {
    const seed = JSON.parse(readFileSync(join(copyOfExtension(), 'seed.json'), 'utf8'));
    const blob = Object.keys(seed.files).find(path => path.startsWith('blob/')) ?? '';
    const changed = { ...seed, package_trust: seed.package_trust + 1, files: { ...seed.files, [blob]: btoa('{}') } };
    // What is signed by nobody is refused by the engine, which is the same in both.
    for (const broken of ['{"rules-bundle": 1, "files": {', ...(suite.name === 'chromium' ? [JSON.stringify(changed)] : [])]) {
      const browser = await startAgainWith('seed.json', broken);
      const page = await browser.open(feed);
      await click(page, comment);
      assert.equal(await banner(page), 'LinkedIn trains AI on your comments unless you turn it off.');
      await popupSays(await browser.extensionPage('options/options.html'), /Something went wrong: .*(JSON|not the file that was signed)/);
      await browser.close();
    }
  });

  test('an engine that does not start means silence in the page, and the reason in the popup', async () => {
    const browser = await startAgainWith('engine.wasm', 'no engine');
    const page = await browser.open(feed);
    await click(page, comment);
    await page.evaluate(`new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))`);
    await noBanner(page);
    await popupSays(await browser.extensionPage('popup/popup.html'), /Something went wrong: .*(wasm|Wasm|WebAssembly|magic)/);
    await browser.close();
  });
});
