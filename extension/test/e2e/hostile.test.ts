import assert from 'node:assert/strict';
import { test } from 'node:test';
import { at, banner, calm, click, clickInBanner, line, type Page, rect, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const page = (name: string, host = 'www.reddit.com') => `https://${host}/page/${name}.html`;
const said = 'Reddit lets others train AI on your public comments. There is no switch to stop it.';

inEachBrowser(suite => {
  const opened = async (name: string, host = 'www.reddit.com'): Promise<Page> => {
    const tab = await suite.open(page(name, host));
    await click(tab, '#editor');
    await banner(tab);
    return tab;
  };
  const placeOf = (tab: Page, name: string) =>
    until(name, () =>
      tab.inBanner<{ x: number; y: number }>(
        `const e = [...root.querySelectorAll('button')].find(e => e.textContent === ${JSON.stringify(name)}), r = e?.getBoundingClientRect(); return r && { x: r.x + r.width / 2, y: r.y + r.height / 2 }`,
      ),
    );
  const clickAtOnce = async (tab: Page, name: string) => {
    const { x, y } = await placeOf(tab, name);
    await tab.clickAt(x, y);
  };
  const unfolded = (tab: Page) => tab.inBanner<boolean>(`return root.querySelector('.more button') !== null`);
  const settled = calm;

  test('a click that was aimed at the page before the banner came does nothing', async () => {
    const tab = await opened('cover');
    await clickAtOnce(tab, 'Later');
    assert.equal(await unfolded(tab), false);
    await clickInBanner(tab, 'Later');
    await until('the choices', () => unfolded(tab));
  });

  test('a page that moves the banner under the cursor gets no click', async () => {
    const tab = await opened('cover');
    await settled();
    await tab.evaluate('move()');
    await until('the banner elsewhere', async () => (await rect(tab, '[popover]:not(#cover)')).top > 150);
    await clickAtOnce(tab, 'Later');
    assert.equal(await unfolded(tab), false);
    await clickInBanner(tab, 'Later');
    await until('the choices', () => unfolded(tab));
  });

  for (const through of [true, false]) {
    test(`a click on a banner that cannot be seen does nothing: the cover ${through ? 'lets clicks through' : 'takes them'}`, async () => {
      const tab = await opened('cover');
      await settled();
      await tab.evaluate(`cover(${through})`);
      await settled();
      await clickAtOnce(tab, 'Later');
      assert.equal(await unfolded(tab), false);
      await tab.evaluate('uncover()');
      await settled();
      await clickInBanner(tab, 'Later');
      await until('the choices', () => unfolded(tab));
    });
  }

  test('a page cannot click, nor call what we call', async () => {
    const tab = await opened('cover');
    await settled();
    await tab.evaluate(`(() => {
      const host = document.querySelector('[popover]:not(#cover)'), { x, y } = host.getBoundingClientRect();
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
        for (let dx = 0; dx < 400; dx += 20) for (let dy = 0; dy < 120; dy += 10)
          host.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, clientX: x + dx, clientY: y + dy, detail: 1 }));
      host.click();
      host.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    })()`);
    assert.equal(await unfolded(tab), false);
    assert.equal(await line(tab), said);
  });

  test('before anybody writes there is nothing of ours to find', async () => {
    const tab = await suite.open(page('probes'));
    const { nodes, events, names, resources, errors, sheets } = await tab.evaluate<Record<string, unknown>>('report()');
    assert.deepEqual({ nodes, events, names, resources, errors, sheets }, { nodes: [], events: [], names: [], resources: [], errors: [], sheets: 0 });
    const ours = await suite.browser.inExtension<string>(`chrome.runtime.getURL('')`);
    const found = await tab.evaluate(
      `Promise.all(['manifest.json', 'content.js', 'popup/popup.html', 'icons/16.png'].map(file => fetch(${JSON.stringify(ours)} + file).then(() => file, () => '')))`,
    );
    assert.deepEqual((found as string[]).filter(Boolean), []);
  });

  test('of a banner a page sees one empty element, and nothing of what is in it or done there', async () => {
    const tab = await opened('probes');
    await clickInBanner(tab, 'Why?');
    await until('the evidence', () => tab.inBanner<boolean>(`return root.querySelector('.more a') !== null`));
    const seen = await tab.evaluate<{
      nodes: string[];
      events: string[];
      names: string[];
      resources: string[];
      errors: string[];
      inside: unknown[];
      focus: string;
      selection: string;
    }>('report()');
    assert.deepEqual(
      seen.nodes.filter(node => !/^<div popover="manual"><\/div>$/.test(node) && !/^DIV popover$/.test(node)),
      [],
    );
    assert.deepEqual(
      [...new Set(seen.events.filter(event => /^(click|mousedown|pointerdown|focusout) DIV/.test(event)))].filter(event => !event.startsWith('pointerdown')),
      [],
    );
    assert.deepEqual([seen.names, seen.resources, seen.errors, seen.selection], [[], [], [], '']);
    assert.deepEqual(seen.inside, [[null, '', '', 'popover']]);
    assert.equal(seen.focus, 'editor');
  });

  test('a page that speaks our language is not heard', async () => {
    const tab = await opened('probes');
    const id = await suite.browser.inExtension<string>('chrome.runtime.id');
    await tab.evaluate(`(() => {
      for (const type of ['choose', 'settings', 'guided', 'mark', 'reset']) {
        postMessage({ type, platform: 'reddit', action: { kind: 'later', scope: 'never' } }, '*');
        dispatchEvent(new CustomEvent(type, { detail: { platform: 'reddit' } }));
        try { chrome.runtime.sendMessage(${JSON.stringify(id)}, { type }); } catch {}
      }
      globalThis.beforehandIsHere = true;
      localStorage.setItem('choices:reddit', '{"muted":true}');
    })()`);
    const { text } = await tell<{ text: string }>(suite.browser, { type: 'exportChoices' });
    assert.deepEqual(JSON.parse(text).choices, {});
    assert.equal(await line(tab), said);
  });

  // How many KiB the page may hold more afterwards, where that can be told. A thousand frames alone hold 350,000.
  for (const [flood, most] of Object.entries({ focus: 500, editors: 1000, draft: 500, roots: 500, frames: 700_000 })) {
    test(`a flood of ${flood} leaves the page usable, and one banner at most`, async t => {
      const tab = await opened('flood', 'www.linkedin.com'); // whose frames have the script as well
      const before = await tab.heap?.();
      await tab.evaluate(`(async () => { floods.${flood}(); await new Promise(resolve => setTimeout(resolve)); return true; })()`);
      assert.ok((await tab.evaluate<number>(`document.querySelectorAll('html > [popover]').length`)) <= 1);
      await click(tab, '#editor');
      await tab.type('z');
      assert.equal(await at(tab, '#editor', `element.value.includes('z')`), true);
      const after = await tab.heap?.();
      if (before === undefined || after === undefined) return;
      const more = Math.round((after - before) / 1024);
      t.diagnostic(`${more} KiB more`);
      assert.ok(more < most);
    });
  }

  test('a page that fakes the banner gets no say, and ours stands apart from it', async () => {
    const tab = await suite.open(page('probes'));
    await tab.evaluate(`(() => {
      const fake = document.createElement('section');
      fake.popover = 'manual';
      fake.innerHTML = '<section class="banner"><p class="line">All is well.</p><button value="never">Never on this platform</button></section>';
      document.documentElement.append(fake);
      fake.showPopover();
    })()`);
    await tab.evaluate(`document.querySelector('[popover] button').click()`);
    const { text } = await tell<{ text: string }>(suite.browser, { type: 'exportChoices' });
    assert.deepEqual(JSON.parse(text).choices, {});
    await click(tab, '#editor');
    await until('ours', () => tab.evaluate<boolean>(`document.querySelectorAll('html > [popover]').length === 2`));
  });
});
