import assert from 'node:assert/strict';
import { test } from 'node:test';
import { banner, click, line, noBanner, type Page, tell as tellBackground, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

inEachBrowser(suite => {
  const tell = (message: object) => tellBackground(suite.browser, message);
  const openFacebook = async (): Promise<Page> => {
    const page = await suite.open('https://www.facebook.com/', 'DE');
    await click(page, '#write');
    await click(page, '[data-expect=post]');
    await banner(page);
    return page;
  };

  test('a choice in another tab closes the open banner', async () => {
    const page = await openFacebook();
    await tell({ type: 'choose', platform: 'facebook', action: { kind: 'later', scope: 'never' } });
    await noBanner(page);
  });

  test('so does the wish to have only a mark on the toolbar button', async () => {
    const page = await openFacebook();
    await tell({ type: 'settings', settings: { region: 'DE', place: 'toolbar' } });
    await noBanner(page);
  });

  test('another region changes what the open banner says, and neither the banner nor the focus goes', async () => {
    const page = await openFacebook();
    const before = await line(page);
    await page.inBanner(`root.host.stays = true; [...root.querySelectorAll('button')].find(b => b.textContent === 'Why?').focus()`);
    await tell({ type: 'settings', settings: { region: 'US', place: 'page' } });
    await until('another sentence', async () => (await line(page)) !== before);
    const seen = await page.inBanner(
      `return [root.querySelector('.line').textContent, root.querySelector('[role=status]').textContent, root.activeElement?.textContent, root.host.stays, root.querySelector('a.go') === null]`,
    );
    const now = 'Facebook trains AI on your public posts. There is no switch to stop it.';
    assert.deepEqual(seen, [now, now, 'Why?', true, true]);
  });

  test('a focus on what goes away is handed on within the banner', async () => {
    const page = await openFacebook();
    await page.inBanner(`root.querySelector('a.go').focus()`);
    await tell({ type: 'settings', settings: { region: 'US', place: 'page' } });
    await until('no way out', () => page.inBanner(`return root.querySelector('a.go') === null`));
    assert.equal(await page.inBanner(`return root.activeElement?.textContent`), 'Later');
  });
});
