import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Site, startSite } from '../site/site.ts';
import { at, type Browser, banner, click, clickInBanner, launch, line, names, newProfile, noBanner, type Page, reset, stayQuiet, until } from './browser.ts';

const platforms = [
  ['https://www.linkedin.com/feed/', '[data-expect=comment]', 'LinkedIn trains AI on your comments unless you turn it off.'],
  ['https://www.facebook.com/', '[data-expect=post]', 'Facebook trains AI on your public posts unless you object.'],
  ['https://www.facebook.com/', '[data-expect=comment]', 'Facebook trains AI on your public comments unless you object.'],
  ['https://www.instagram.com/', '[data-expect=post]', 'Instagram trains AI on your public posts unless you object.'],
  ['https://www.instagram.com/p/1', '[data-expect=comment]', 'Instagram trains AI on your public comments unless you object.'],
  ['https://x.com/home', '.public-DraftEditor-content', 'X trains AI on your public posts unless you turn it off.'],
  ['https://www.reddit.com/r/a/comments/1', '#comment', 'Reddit trains AI on your public comments. There is no switch to stop it.'],
  ['https://www.reddit.com/r/a/submit', '.usertext-edit textarea', 'Reddit trains AI on your public comments. There is no switch to stop it.'],
  ['https://chatgpt.com/', '#prompt-textarea', 'ChatGPT trains AI on your chats unless you turn it off. (Plans: free, go, plus, and pro)'],
  ['https://github.com/a/b/issues/1', '[data-expect=comment]', 'GitHub trains AI on your public comments. There is no switch to stop it.'],
] as const;

for (const name of names) {
  describe(name, () => {
    let site: Site;
    let browser: Browser;
    let page: Page;
    before(async () => {
      site = await startSite();
      browser = await launch(name, site.port);
    });
    after(async () => {
      await browser.close();
      site.close();
    });
    const open = async (url: string, region = 'DE') => {
      await page?.close();
      await reset(browser, region);
      page = await browser.open(url);
    };

    for (const [url, composer, sentence] of platforms) {
      test(`a banner at ${url}: ${composer}`, async () => {
        await open(url);
        await click(page, composer);
        assert.equal(await banner(page), sentence);
      });
    }

    test('the post editor of LinkedIn in its open shadow root, and the way out', async () => {
      await open('https://www.linkedin.com/feed/');
      await click(page, '#open-post');
      await click(page, '[data-expect=post]');
      assert.equal(await banner(page), 'LinkedIn trains AI on your posts unless you turn it off.');
      const link = await page.inBanner(`const a = root.querySelector('a.go'); return [a.textContent, a.target, a.rel]`);
      assert.deepEqual(link, ['Turn it off', '_blank', 'noopener noreferrer']);
      await clickInBanner(page, 'Turn it off');
      await until('the settings page', async () => site.requests.includes('www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement'));
    });

    test('the region decides', async () => {
      await open('https://www.facebook.com/', 'US');
      await click(page, '[data-expect=post]');
      assert.equal(await banner(page), 'Facebook trains AI on your public posts. There is no switch to stop it.');
      await open('https://www.facebook.com/', 'JP');
      await click(page, '[data-expect=post]');
      await stayQuiet(browser, page);
    });

    for (const [url, composer] of [
      ['https://www.linkedin.com/feed/', '[data-expect=message]'],
      ['https://www.facebook.com/', '[data-expect=message]'],
      ['https://x.com/home', '[data-expect=message]'],
      ['https://www.linkedin.com/feed/', '[data-decoy]'],
      ['https://github.com/a/b/issues/1', '[data-decoy].cm-content'],
      ...['#search', '#readonly', '#searchbox', '#code', '#tiny', '#note', '#name'].map(decoy => ['https://github.com/page/decoys.html', decoy] as const),
      ['https://mail.google.com/page/rtl.html', '#editor'],
      ['https://example.org/page/rtl.html', '#editor'],
    ] as const) {
      test(`quiet at ${url}: ${composer}`, async () => {
        await open(url);
        await click(page, composer);
        await stayQuiet(browser, page);
      });
    }

    for (const [editor, root] of [
      ['quill', '.ql-editor'],
      ['tiptap', '.tiptap'],
      ['lexical', '[data-lexical-editor]'],
      ['prosemirror', '.ProseMirror'],
      ['draft', '.public-DraftEditor-content'],
      ['slate', '#slate'],
    ] as const) {
      test(`${editor} is left as it is`, async () => {
        const write = async (host: string) => {
          await open(`https://${host}/page/editors.html#${editor}`);
          await click(page, root);
          if (host === 'github.com') await banner(page);
          await page.type('my draft');
          await until('the draft', async () => (await at<string>(page, root, 'element.innerText'))?.includes('draft'));
          const whole = await at<string>(page, root, 'element.outerHTML');
          return [
            whole.replaceAll(/"[a-z0-9]{4,5}-0-0"|editor-[a-z0-9]+|data-editor="\w+"/g, ''),
            await at(page, root, 'JSON.stringify(element.getBoundingClientRect())'),
          ];
        };
        assert.deepEqual(await write('github.com'), await write('example.org'));
      });
    }

    for (const hostile of ['strict-csp', 'hostile-css', 'prototypes', 'rtl']) {
      test(`a banner on the page ${hostile}`, async () => {
        await open(`https://github.com/page/${hostile}.html`);
        await click(page, '#editor');
        await banner(page);
        const seen = await page.inBanner(
          `const r = root.host.getBoundingClientRect(), s = getComputedStyle(root.host); return [r.width > 200, r.height > 30, s.opacity, s.visibility, s.display, s.pointerEvents]`,
        );
        assert.deepEqual(seen, [true, true, '1', 'visible', 'block', 'auto']);
      });
    }

    test('a banner through closed shadow roots', async () => {
      await open('https://github.com/page/closed.html');
      await page.clickAt(300, 60);
      await page.type('a');
      await banner(page);
    });

    test('events that a page makes up do not count', async () => {
      await open('https://github.com/page/fake-events.html');
      await stayQuiet(browser, page);
    });

    test('a page that removes the banner is left alone after a few times', async () => {
      await open('https://github.com/page/remover.html');
      await click(page, '#editor');
      await until('the removals', () => page.evaluate('window.removed >= 3'));
      await page.type('my draft');
      assert.equal(await at(page, '#editor', 'element.value'), 'my draft');
      assert.ok((await page.evaluate<number>('window.removed')) <= 4);
    });

    test('a click on the banner neither closes a dialog nor loses the draft', async () => {
      for (const dialog of ['dialog', 'radix']) {
        await open(`https://github.com/page/${dialog}.html`);
        await click(page, '#open');
        await click(page, '#editor');
        await banner(page);
        await page.type('my');
        await clickInBanner(page, 'Later');
        await until('the choices', () => page.inBanner(`return root.querySelector('.more button')`).then(found => found !== undefined));
        await page.type(' draft');
        assert.equal(await at(page, '#editor', 'element.value'), 'my draft', dialog);
        await clickInBanner(page, 'Not today');
        await noBanner(page);
        assert.equal(await at(page, '#editor', 'element.value'), 'my draft', dialog);
      }
    });

    test('the keyboard reaches the banner after the composer', async () => {
      await open('https://github.com/a/b/issues/1');
      await click(page, '[data-expect=comment]');
      await banner(page);
      await page.press('Tab');
      assert.equal(await page.inBanner(`return root.activeElement?.textContent`), 'Later');
      await page.press('Tab');
      assert.equal(await page.inBanner(`return root.activeElement?.textContent`), 'Why?');
      assert.equal(await page.inBanner(`return root.querySelector('[role=status]').textContent`), await line(page));
    });

    test('the worker is stopped just before the focus, and again in the middle', async () => {
      await open('https://www.linkedin.com/feed/');
      await browser.stopWorker();
      await click(page, '[data-expect=comment]');
      await banner(page);
      await browser.stopWorker();
      await clickInBanner(page, 'Why?');
      await until('the evidence', () => page.inBanner<boolean>(`return root.textContent.includes('Last checked on 2026-08-22')`));
      await browser.stopWorker();
      await clickInBanner(page, 'Done');
      await noBanner(page);
      const choices = await browser.inExtension<Record<string, unknown>>(`chrome.storage.local.get('choices:linkedin')`);
      assert.ok(JSON.stringify(choices).includes('"toggle"'));
    });

    test('the banner is shown once in a session, and again by nothing', async () => {
      await open('https://x.com/home');
      await click(page, '.public-DraftEditor-content');
      await banner(page);
      await clickInBanner(page, 'Later');
      await clickInBanner(page, 'Not for this post');
      await noBanner(page);
      await page.close();
      page = await browser.open('https://x.com/home');
      await click(page, '.public-DraftEditor-content');
      await stayQuiet(browser, page);
    });

    test('on wish only the toolbar button is marked', async () => {
      await open('https://x.com/home');
      await browser.inExtension(`chrome.runtime.sendMessage({ type: 'settings', settings: { region: 'DE', place: 'toolbar' } })`);
      await click(page, '.public-DraftEditor-content');
      await until('the mark', () =>
        browser.inExtension<boolean>(
          `chrome.tabs.query({ url: 'https://x.com/*' }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id })).then(text => text === '!')`,
        ),
      );
      await stayQuiet(browser, page);
    });

    test('the popup is told why there is no banner', async () => {
      const details = await browser.inExtension<{ reason: string; rule: { name: string } }>(
        `chrome.runtime.sendMessage({ type: 'details', url: 'https://mail.google.com/mail/u/0/' })`,
      );
      assert.deepEqual([details.reason, details.rule.name], ['not-used', 'Gmail']);
    });

    test('a message of an unknown kind is ignored, and a broken one refused', async () => {
      assert.equal(await browser.inExtension(`chrome.runtime.sendMessage({ type: 'toString' }).then(answer => answer ?? null, () => null)`), null);
      const answer = await browser.inExtension<{ failure: string }>(`chrome.runtime.sendMessage({ type: 'settings', settings: { region: 'XX' } })`);
      assert.match(answer.failure, /ISO 3166-1/);
    });

    test('no request leaves but those of the pages', () => {
      const pages = /^(www\.linkedin|www\.facebook|www\.instagram|x|www\.reddit|chatgpt|github|mail\.google|example)\.(com|org)\//;
      const browsersOwn = /^[\w.-]+\.(googleapis|google|gvt1|mozilla|firefox|mozgcp)\.(com|net|org)\//;
      assert.deepEqual(
        site.requests.filter(request => !pages.test(request) && !browsersOwn.test(request)),
        [],
      );
    });

    test('Done is remembered by a browser that starts again', async () => {
      const profile = newProfile();
      const first = await launch(name, site.port, profile);
      await reset(first);
      const tab = await first.open('https://www.linkedin.com/feed/');
      await click(tab, '[data-expect=comment]');
      await clickInBanner(tab, 'Done');
      await noBanner(tab);
      await first.close();
      const second = await launch(name, site.port, profile);
      const again = await second.open('https://www.linkedin.com/feed/');
      await click(again, '[data-expect=comment]');
      await stayQuiet(second, again);
      await second.close();
    });
  });
}
