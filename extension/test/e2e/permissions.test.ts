import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Site, startSite } from '../site/site.ts';
import { type Browser, banner, click, copyOfExtension, launch, names, type Page, reset, stayQuiet, tell, until } from './browser.ts';

const feed = 'https://www.linkedin.com/feed/';
const comment = '[data-expect=comment]';
const late = ['https://*.linkedin.com/*', 'https://*.reddit.com/*'];
const news = '2 new platforms wait for your permission: LinkedIn and Reddit.';
const back = 'You took back the permission for LinkedIn and Reddit. Nothing is said there any more.';

/** A build whose rules know two platforms that its manifest does not, as after an update of the rules. */
function narrow(): string {
  const extension = copyOfExtension();
  const file = join(extension, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  manifest.host_permissions = manifest.host_permissions.filter((pattern: string) => !late.includes(pattern));
  writeFileSync(file, JSON.stringify(manifest));
  return extension;
}

for (const name of names) {
  describe(name, () => {
    let [site, browser, feedPage, options] = [] as unknown as [Site, Browser, Page, Page];
    const says = (page: Page, words: string) => until(words, () => page.evaluate<boolean>(`document.body.innerText.includes(${JSON.stringify(words)})`));
    const isSilent = (page: Page) => until('no waiting line', async () => !/permission/.test(await page.evaluate<string>(`document.body.innerText`)));
    const served = () =>
      browser.inExtension<string[]>(
        `chrome.scripting.getRegisteredContentScripts().then(scripts => scripts.flatMap(({ matches }) => matches).filter(match => ${JSON.stringify(late)}.includes(match)))`,
      );
    const takeBack = () => browser.inExtension(`chrome.permissions.remove({ origins: ${JSON.stringify(late)} })`);
    const allow = async () => {
      // Chromium does not ask for what was allowed before, so its question is answered ahead. Firefox has a preference for that.
      for (const pattern of late) await browser.manage?.(`chrome.developerPrivate.addHostPermission(id, '${pattern}')`);
      await click(options, '.waiting button');
      await until('the permission', () => browser.inExtension<boolean>(`chrome.permissions.contains({ origins: ${JSON.stringify(late)} })`));
      await until('the scripts', async () => (await served()).length === late.length);
    };

    before(async () => {
      site = await startSite();
      browser = await launch(name, site.port, { extension: narrow() });
      await reset(browser);
    });
    after(async () => {
      await browser.close();
      site.close();
    });

    test('without permission a platform waits, and no script of ours is registered for it', async () => {
      const { platforms } = await tell<{ platforms: object[] }>(browser, { type: 'waiting' });
      assert.deepEqual(platforms, [
        { id: 'linkedin', name: 'LinkedIn', origins: [late[0]], taken: false },
        { id: 'reddit', name: 'Reddit', origins: [late[1]], taken: false },
      ]);
      assert.deepEqual(await served(), []);
      feedPage = await browser.open(feed);
      await click(feedPage, comment);
      await stayQuiet(browser, feedPage);
    });

    test('popup and settings say so', async () => {
      const popup = await browser.extensionPage('popup/popup.html');
      await says(popup, news);
      await popup.close();
      options = await browser.extensionPage('options/options.html');
      await says(options, news);
    });

    test('what is allowed with a click is served at once, in open tabs as well', async () => {
      await browser.stopWorker();
      await allow();
      await isSilent(options);
      await until('the banner in the old tab', async () => {
        await click(feedPage, comment);
        return feedPage.inBanner<string>(`return root.querySelector('.line').textContent`);
      });
    });

    test('what is taken back is noticed and said', async () => {
      await browser.stopWorker();
      await takeBack();
      await until('no scripts', async () => (await served()).length === 0);
      await says(options, back);
      await feedPage.close();
      await reset(browser);
      feedPage = await browser.open(feed);
      await click(feedPage, comment);
      await stayQuiet(browser, feedPage);
      const popup = await browser.extensionPage('popup/popup.html');
      await says(popup, back);
      await popup.close();
    });

    test('and can be allowed again', async () => {
      await browser.stopWorker();
      await allow();
      await isSilent(options);
      await feedPage.close();
      feedPage = await browser.open(feed);
      await click(feedPage, comment);
      assert.equal(await banner(feedPage), 'LinkedIn trains AI on your comments unless you turn it off.');
    });

    test('what is taken back in the menu of the browser is noticed as well', async () => {
      if (!browser.manage) return;
      const sites = (access: string) => browser.manage?.(`chrome.developerPrivate.updateExtensionConfiguration({ extensionId: id, hostAccess: '${access}' })`);
      const registered = () =>
        browser.inExtension<number>(`chrome.scripting.getRegisteredContentScripts().then(scripts => scripts.flatMap(({ matches }) => matches).length)`);
      const before = await registered();
      await browser.stopWorker();
      await sites('ON_CLICK');
      await until('no scripts', async () => (await registered()) === 0);
      const words = /You took back the permission for .+ and \d+ more\. Nothing/;
      await until('the line', async () => words.test(await options.evaluate<string>(`document.body.innerText`)));
      await sites('ON_ALL_SITES');
      await until('the scripts', async () => (await registered()) === before);
      await isSilent(options);
    });

    test('a platform with nothing to say does not wait', async () => {
      await takeBack();
      await says(options, back);
      await tell(browser, { type: 'choose', platform: 'reddit', action: { kind: 'later', scope: 'never' } });
      const { platforms } = await tell<{ platforms: { id: string }[] }>(browser, { type: 'waiting' });
      assert.deepEqual(
        platforms.map(({ id }) => id),
        ['linkedin'],
      );
    });

    test('where an opt-out is on a page that may not be read, the sweep offers to show the way there', async () => {
      const activity = 'https://myactivity.google.com/*';
      const guided = () =>
        browser.inExtension<boolean>(
          `chrome.scripting.getRegisteredContentScripts({ ids: ['guide'] }).then(scripts => scripts.some(({ matches }) => matches.some(match => match.startsWith('https://myactivity'))))`,
        );
      await tell(browser, { type: 'settings', settings: { region: 'US' } });
      await tell(browser, { type: 'pick', platform: 'gemini', picked: true });
      const page = await browser.extensionPage('platforms/platforms.html');
      await until('the sweep', () => page.evaluate<boolean>(`document.querySelector('.sweep [data-key=begin]') !== null`));
      await click(page, '.sweep [data-key=begin]');
      await says(page, 'Beforehand can show you the way on myactivity.google.com if you let it read that site.');
      assert.equal(await guided(), false);
      await browser.manage?.(`chrome.developerPrivate.addHostPermission(id, '${activity}')`);
      await click(page, '.sweep .waiting button');
      await until('the guide', guided);
      await until('no offer', () => page.evaluate<boolean>(`document.querySelector('.sweep .waiting') === null`));
    });
  });
}
