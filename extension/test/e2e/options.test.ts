import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Page, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const button = (name: string) => `[...document.querySelectorAll('button')].find(button => button.textContent === ${JSON.stringify(name)})`;

inEachBrowser(suite => {
  const openOptions = async (): Promise<Page> => {
    await suite.page?.close();
    suite.page = await suite.browser.extensionPage('options/options.html');
    await until('the rules', () => suite.page.evaluate<boolean>(`${button('Update now')} !== undefined`));
    return suite.page;
  };
  const says = (page: Page, words: RegExp) =>
    until(`${words}`, async () => words.exec(await page.evaluate<string>(`document.body.innerText`))?.[0]).catch(async error => {
      throw new Error(`${error}; the page says: ${await page.evaluate<string>(`document.body.innerText`)}`);
    });
  const clickOn = async (page: Page, element: string) => {
    const place = await page.evaluate<{ x: number; y: number }>(`(element => {
      element.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = element.getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    })(${element})`);
    await page.clickAt(place.x, place.y);
  };
  const choose = (page: Page, text: string) =>
    page.evaluate(`(() => {
      const input = document.querySelector('input[type=file][accept=".rules"]');
      const files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(text)}], 'a.rules'));
      input.files = files.files;
      return input.dispatchEvent(new Event('change'));
    })()`);
  /** Clicks on *Export rules* and returns the file that the browser was to save. */
  const exported = async (page: Page) => {
    await page.evaluate(`(() => {
      const { createObjectURL } = URL;
      URL.createObjectURL = blob => ((window.blob = blob), createObjectURL(blob));
      HTMLAnchorElement.prototype.click = function () { window.file = this.download; };
      return true;
    })()`);
    await clickOn(page, button('Export rules'));
    await says(page, /The browser saves it as \S+\.rules\./);
    return { name: await page.evaluate<string>(`window.file`), text: await page.evaluate<string>(`window.blob.text()`) };
  };
  const inForce = () => suite.browser.inExtension<object>(`chrome.storage.local.get('rules').then(({ rules }) => [rules[''].version, rules[''].ids])`);

  test('the page tells the version, its age, how fresh it is, and that anybody can sign development rules', async () => {
    const page = await openOptions();
    await says(page, /Development rules, not for everyday use: anybody can sign them\./);
    await says(page, /This source makes no promise of freshness\./);
    const [, day, age, count] =
      /released on (.+) \((.+)\)\. Number of platforms: (\d+)/.exec(await says(page, /Version 1\.0, released on .*platforms: \d+/)) ?? [];
    assert.ok(Number.isFinite(Date.parse(day ?? '')), day);
    assert.match(age ?? '', /ago|day|month|year/);
    const [, ids] = (await inForce()) as [string, string[]];
    assert.equal(Number(count), ids.length);
  });

  test('headings are in order, and all that can be used has a name', async () => {
    const page = await openOptions();
    const levels = await page.evaluate<number[]>(`[...document.querySelectorAll('h1, h2, h3, h4')].map(heading => Number(heading.tagName[1]))`);
    assert.equal(levels.filter(level => level === 1).length, 1);
    for (const [i, level] of levels.entries()) assert.ok(level <= (levels[i - 1] ?? 0) + 1, `${levels}`);
    const nameless = await page.evaluate<string[]>(
      `[...document.querySelectorAll('button, input, select, progress')]
        .filter(control => !(control.ariaLabel || [...(control.labels ?? [])].map(label => label.textContent).join('') || control.textContent).trim())
        .map(control => control.outerHTML)`,
    );
    assert.deepEqual(nameless, []);
  });

  test('a setting is kept when it is changed, and the focus stays', async () => {
    const page = await openOptions();
    const toolbar = `[...document.querySelectorAll('label')].find(label => label.textContent.includes('toolbar')).querySelector('input')`;
    await clickOn(page, toolbar);
    await says(page, /Saved\./);
    assert.equal(await page.evaluate(`document.activeElement === ${toolbar}`), true);
    assert.equal(await suite.browser.inExtension(`chrome.storage.local.get('settings').then(({ settings }) => settings.place)`), 'toolbar');
  });

  test('what was exported can be imported, and is the same version', async () => {
    const page = await openOptions();
    const { name, text } = await exported(page);
    assert.equal(name, 'beforehand.example-development-1.0.rules');
    await choose(page, text);
    await says(page, /This file has the same version as yours\.\s+Name\s+beforehand\.example\/development\s+Version\s+1\.0/);
  });

  test('a file that is not good is refused in words, and nothing is lost', async () => {
    const page = await openOptions();
    const before = await inForce();
    const { text } = await exported(page);
    const good = JSON.parse(text) as { files: Record<string, string> };
    const checkpoint = Buffer.from(good.files.checkpoint ?? '', 'base64').toString();
    const with_ = (checkpoint: string) => JSON.stringify({ ...good, files: { ...good.files, checkpoint: Buffer.from(checkpoint).toString('base64') } });
    const cases: [string, RegExp][] = [
      ['no rules at all', /It is no file of rules, or it is from a source that you have not added\. Nothing was changed\./],
      ['{"rules-bundle":1,"files":null}', /It is no file of rules/],
      [with_(checkpoint.replace('beforehand.example', 'rules.example')), /a source that you have not added/],
      [with_(checkpoint.split('\n\n')[0] ?? ''), /This file cannot be used\. The source sent something that is not rules\. Nothing was changed\./],
      [with_(checkpoint.replace(/.{6}\n$/, 'AAAA==\n')), /This file cannot be used\. A signature is wrong\..* Nothing was changed\./],
      [' '.repeat((8 << 20) + 1), /This file is too big to be rules\. Nothing was changed\./],
    ];
    for (const [file, words] of cases) {
      await choose(page, file);
      await says(page, words);
    }
    assert.deepEqual(await inForce(), before);
  });

  test('an address without rules is told so', async () => {
    const page = await openOptions();
    const address = `document.querySelector('form input[inputmode=url]')`;
    for (const [typed, words] of [
      ['rules.example.net', /Please write an address that starts with https:\/\/\./],
      ['https://rules.example.net/nothing/', /There are no rules at this address/],
    ] as const) {
      await page.evaluate(`(${address}.value = '')`);
      await clickOn(page, address);
      await page.type(typed);
      await page.press('Enter');
      await says(page, words);
    }
  });

  test('an update that was started elsewhere is seen, and its end', async () => {
    const page = await openOptions();
    const update = button('Update now');
    await suite.browser.inExtension(`(async () => {
      await new Promise(held => navigator.locks.request('rules-update', () => new Promise(end => { window.end = end; held(); })));
      await chrome.storage.session.set({ 'progress:beforehand.example/development': { done: 3, all: 12 } });
      return true;
    })()`);
    await says(page, /3 of 12 files/);
    const seen = await page.evaluate(`(({ value, max }) => [${update}.ariaDisabled, value, max])(document.querySelector('progress'))`);
    assert.deepEqual(seen, ['true', 3, 12]);
    await suite.browser.inExtension(`chrome.storage.session.clear().then(() => (window.end(), true))`);
    await until('the end', () => page.evaluate<boolean>(`${update}.ariaDisabled === null && document.querySelector('progress').hidden`));
    await says(page, /This source was not asked for new rules yet\./);
  });

  test('an update that fails says why and when the next one is, and the focus stays', async () => {
    const page = await openOptions();
    await clickOn(page, button('Update now'));
    await says(
      page,
      /Asked on .*\. The new rules could not be fetched\. Please check that this computer is online\. Your rules stay in use\. Next time: about/,
    );
    assert.equal(await page.evaluate(`document.activeElement === ${button('Update now')} && ${button('Update now')}.ariaDisabled`), null);
    assert.match(await page.evaluate<string>(`document.querySelector('details[data-key=reason]:not([hidden])').textContent`), /checkpoint/);
  });
});
