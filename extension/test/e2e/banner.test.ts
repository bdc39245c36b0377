import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, banner, click, clickInBanner, line, noBanner, type Page, rect, stayQuiet, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

inEachBrowser(suite => {
  let page: Page;

  test('the post editor of LinkedIn in its open shadow root, and the way out', async () => {
    page = await suite.open('https://www.linkedin.com/feed/');
    await click(page, '#open-post');
    await click(page, '[data-expect=post]');
    assert.equal(await banner(page), 'LinkedIn trains AI on your posts unless you turn it off.');
    const link = await page.inBanner(`const a = root.querySelector('a.go'); return [a.textContent, a.target, a.rel]`);
    assert.deepEqual(link, ['Turn it off', '_blank', 'noopener noreferrer']);
    await clickInBanner(page, 'Turn it off');
    await until('the settings page', async () => suite.site.requests.includes('www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement'));
  });

  test('the region decides', async () => {
    page = await suite.open('https://www.facebook.com/', 'US');
    await click(page, '#write');
    await click(page, '[data-expect=post]');
    assert.equal(await banner(page), 'Facebook trains AI on your public posts. There is no switch to stop it.');
    page = await suite.open('https://www.facebook.com/', 'JP');
    await click(page, '#write');
    await click(page, '[data-expect=post]');
    await stayQuiet(suite.browser, page);
  });

  for (const [url, composer] of [
    ...['#search', '#readonly', '#searchbox', '#code', '#tiny', '#note', '#name'].map(decoy => ['https://www.reddit.com/page/decoys.html', decoy] as const),
    ['https://mail.google.com/page/rtl.html', '#editor'],
    ['https://example.org/page/rtl.html', '#editor'],
  ] as const) {
    test(`quiet at ${url}: ${composer}`, async () => {
      page = await suite.open(url);
      await click(page, composer);
      await stayQuiet(suite.browser, page);
    });
  }

  for (const hostile of ['strict-csp', 'hostile-css', 'prototypes', 'rtl']) {
    test(`a banner on the page ${hostile}`, async () => {
      page = await suite.open(`https://www.reddit.com/page/${hostile}.html`);
      await click(page, '#editor');
      await banner(page);
      const seen = await page.inBanner(
        `const r = root.host.getBoundingClientRect(), s = getComputedStyle(root.host); return [r.width > 200, r.height > 30, s.opacity, s.visibility, s.display, s.pointerEvents]`,
      );
      assert.deepEqual(seen, [true, true, '1', 'visible', 'block', 'auto']);
    });
  }

  test('a banner through closed shadow roots', async () => {
    page = await suite.open('https://www.reddit.com/page/closed.html');
    await page.clickAt(300, 60);
    await page.type('a');
    await banner(page);
  });

  test('events that a page makes up do not count', async () => {
    page = await suite.open('https://www.reddit.com/page/fake-events.html');
    await stayQuiet(suite.browser, page);
  });

  test('a page that removes the banner is left alone after a few times', async () => {
    page = await suite.open('https://www.reddit.com/page/remover.html');
    await click(page, '#editor');
    await until('the removals', () => page.evaluate('window.removed >= 3'));
    await page.type('my draft');
    assert.equal(await at(page, '#editor', 'element.value'), 'my draft');
    assert.ok((await page.evaluate<number>('window.removed')) <= 4);
  });

  test('a click on the banner neither closes a dialog nor loses the draft', async () => {
    for (const dialog of ['dialog', 'radix', 'focustrap']) {
      page = await suite.open(`https://www.reddit.com/page/${dialog}.html`);
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

  test('a composer that is mounted anew keeps its one banner', async () => {
    page = await suite.open('https://www.reddit.com/page/remount.html');
    await click(page, '#editor');
    await banner(page);
    for (let times = 0; times < 10; times++) {
      await page.evaluate('window.remount()');
      await until(
        'the banner at the new composer',
        async () => (await line(page)) && (await rect(page, '[popover]')).top >= (await rect(page, '#editor')).bottom,
      );
      assert.equal(await page.evaluate(`document.querySelectorAll('[popover]').length`), 1);
    }
  });

  test('a composer that is mounted anew in the frame of its banner keeps one', async () => {
    for (let times = 0; times < 5; times++) {
      page = await suite.open('https://www.reddit.com/page/remount.html');
      await page.evaluate(`new MutationObserver((list, observer) => {
        if (!list.some(({ addedNodes }) => [...addedNodes].some(({ popover }) => popover))) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          window.remount();
          // The answer to the question about the first composer waits, and is there before the second one is asked about.
          setTimeout(() => { for (const end = performance.now() + 100; performance.now() < end; ); }, 5);
        });
      }).observe(document.documentElement, { childList: true })`);
      await click(page, '#editor');
      await until(
        'the banner at the new composer',
        async () => (await banner(page)) && (await page.evaluate<boolean>(`document.activeElement.id === 'editor'`)),
      );
      await new Promise(resolve => setTimeout(resolve, 200)); // for the answer to the first question
      await tell(suite.browser, { type: 'state' });
      await banner(page);
    }
  });

  for (const gone of ['leave', 'hide']) {
    test(`the banner goes with its composer: ${gone}`, async () => {
      page = await suite.open('https://www.reddit.com/page/remount.html');
      await click(page, '#editor');
      await banner(page);
      await page.evaluate(`window.${gone}()`);
      await noBanner(page);
      assert.equal(await page.evaluate(`document.querySelector('[popover]')`), null);
    });
  }

  test('the keyboard reaches the banner after the composer', async () => {
    page = await suite.open('https://github.com/a/b/issues/1');
    await click(page, '[data-expect=comment]');
    await banner(page);
    await page.press('Tab');
    assert.equal(await page.inBanner(`return root.activeElement?.textContent`), 'Later');
    await page.press('Tab');
    assert.equal(await page.inBanner(`return root.activeElement?.textContent`), 'Why?');
    const said = await line(page);
    await until('what is announced', async () => (await page.inBanner(`return root.querySelector('[role=status]').textContent`)) === said); // a moment later
  });

  test('the banner is shown once in a session, and again by nothing', async () => {
    page = await suite.open('https://x.com/home');
    await click(page, '.public-DraftEditor-content');
    await banner(page);
    await clickInBanner(page, 'Later');
    await clickInBanner(page, 'Not for this post');
    await noBanner(page);
    await page.close();
    suite.page = page = await suite.browser.open('https://x.com/home');
    await click(page, '.public-DraftEditor-content');
    await stayQuiet(suite.browser, page);
  });

  test('on wish only the toolbar button is marked', async () => {
    page = await suite.open('https://x.com/home');
    await tell(suite.browser, { type: 'settings', settings: { region: 'DE', place: 'toolbar' } });
    await click(page, '.public-DraftEditor-content');
    await until('the mark', () =>
      suite.browser.inExtension<boolean>(
        `chrome.tabs.query({ url: 'https://x.com/*' }).then(([tab]) => chrome.action.getBadgeText({ tabId: tab.id })).then(text => text === '!')`,
      ),
    );
    await stayQuiet(suite.browser, page);
  });

  test('the popup is told why there is no banner', async () => {
    const details = await tell<{ reason: string; rule: { name: string } }>(suite.browser, { type: 'details', url: 'https://mail.google.com/mail/u/0/' });
    assert.deepEqual([details.reason, details.rule.name], ['not-used', 'Gmail and Google Docs']);
  });

  test('a message of an unknown kind is ignored, and a broken one refused', async () => {
    assert.equal(await suite.browser.inExtension(`chrome.runtime.sendMessage({ type: 'toString' }).then(answer => answer ?? null, () => null)`), null);
    await assert.rejects(tell(suite.browser, { type: 'settings', settings: { region: 'XX' } }), /ISO 3166-1/);
  });

  test('no request leaves but those of the pages', () => {
    const pages = /^(www\.linkedin|www\.facebook|www\.instagram|x|www\.reddit|chatgpt|github|mail\.google|example)\.(com|org)\//;
    const browsersOwn = /^[\w.-]+\.(googleapis|google|gvt1|mozilla|firefox|mozgcp)\.(com|net|org)\//;
    assert.deepEqual(
      suite.site.requests.filter(request => !pages.test(request) && !browsersOwn.test(request)),
      [],
    );
  });
});
