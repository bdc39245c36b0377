import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../site/site.ts';
import { serveFolder } from '../site/source.ts';
import { type Browser, banner, calm, click, depart, type Page, reset, tell, until } from './browser.ts';

/** One of the screens that a user can come to: a page of the extension, or what it puts into a page of somebody else. */
export type Screen = { name: string; inPage?: true; open(browser: Browser, site: Site): Promise<Page> };

const feed = 'https://www.linkedin.com/feed/';
const switches = 'https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement';
const [settings, look] = ['settings.html', 'look.css'].map(name => readFileSync(join(import.meta.dirname, '../pages', name)));
const other = 'rules.other.example';

/** Lets the site answer as a source of rules, and adds it, so that the settings show one that was added. */
export async function furnish(browser: Browser, site: Site): Promise<void> {
  site.answers.set(other, serveFolder('other'));
  await tell(browser, { type: 'addSource', address: `https://${other}/v1/` });
}

/** Forgets what was shown and chosen, and speaks a language; without one, the browser's. */
export async function begin(browser: Browser, language = ''): Promise<void> {
  await reset(browser);
  await browser.inExtension(`chrome.storage.local.remove(['picked', 'sweep']).then(() => true)`);
  await tell(browser, { type: 'preferences', preferences: { language } });
}

/** Opens everything that can be opened: what can be unfolded, and what is in it as well; the question before all is forgotten. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(`document.querySelector('[data-key=reset]')?.click()`);
  await until('that all is open', () =>
    page.evaluate<boolean>(`(() => {
      const shut = [...document.querySelectorAll('details:not([open])')].filter(details => details.checkVisibility());
      for (const details of shut) details.open = true;
      return shut.length === 0 && [...document.querySelectorAll('.platform details[data-key^=why]')].every(why => why.querySelector('h3'));
    })()`),
  );
}

const press = (page: Page, selector: string) =>
  until(selector, () => page.evaluate<boolean>(`(e => (e?.click(), e !== null))(document.querySelector(${JSON.stringify(selector)}))`));
const there = (page: Page, selector: string) => until(selector, () => page.evaluate<boolean>(`document.querySelector(${JSON.stringify(selector)}) !== null`));
const choose = (browser: Browser, platform: string, action: object) => tell(browser, { type: 'choose', platform, action });

/** The popup as a page of its own; `url` is in front when it looks which tab that is. */
async function popup(browser: Browser, url: string): Promise<Page> {
  const page = await browser.extensionPage('popup/popup.html');
  await there(page, '#rest nav');
  const front = await browser.open(url);
  await depart(page, 'location.reload()');
  await there(page, '#verdict > .verdict');
  await front.close();
  return page;
}

/** Focuses LinkedIn's composer of comments, and presses a button of the banner. */
async function inFeed(browser: Browser, act = ''): Promise<Page> {
  const page = await browser.open(feed);
  await click(page, '[data-expect=comment]');
  await banner(page);
  if (act) await pressInBanner(page, act, '.more > :not([hidden])');
  return page;
}

async function pressInBanner(page: Page, act: string, then: string): Promise<void> {
  const place = await until(act, () =>
    page.inBanner<{ x: number; y: number }>(
      `const r = root.querySelector('button[value="${act}"]').getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }`,
    ),
  );
  await calm();
  await page.clickAt(place.x, place.y);
  const look = act === 'why' ? '.more a' : then;
  await until(look, () => page.inBanner<boolean>(`return root.querySelector('${look}') !== null`));
}

/** Opens a settings page, which the site answers with the tests' own. */
async function guided(browser: Browser, { answers }: Site, url: string): Promise<Page> {
  const { host } = new URL(url);
  answers.set(host, ({ url }, response) => {
    if (url === '/look.css') response.writeHead(200, { 'content-type': 'text/css' }).end(look);
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(settings);
  });
  const page = await browser.open(url);
  await until('the panel', () => page.inBanner<boolean>(`return root.querySelector('.line') !== null`));
  answers.delete(host);
  return page;
}

async function options(browser: Browser): Promise<Page> {
  await choose(browser, 'linkedin', { kind: 'add-account', account: 'work' });
  await choose(browser, 'linkedin', { kind: 'done', optOut: 'toggle', account: 'work' });
  await choose(browser, 'x', { kind: 'later', scope: 'never' });
  await choose(browser, '*', { kind: 'public-only' });
  const page = await browser.extensionPage('options/options.html');
  await there(page, '[data-key=reset]');
  return page;
}

async function platforms(browser: Browser, picked = ['linkedin', 'github', 'x', 'reddit', 'gmail-docs']): Promise<Page> {
  for (const platform of picked) await tell(browser, { type: 'pick', platform, picked: true });
  if (picked.includes('github')) await choose(browser, 'github', { kind: 'done', optOut: await firstOptOut(browser, 'github') });
  const page = await browser.extensionPage('platforms/platforms.html');
  await there(page, '.tile');
  return page;
}

async function firstOptOut(browser: Browser, platform: string): Promise<string> {
  return (await tell<{ rule: { optOuts: { id: string }[] } }>(browser, { type: 'about', platform })).rule.optOuts[0]?.id ?? '';
}

async function swept(browser: Browser): Promise<Page> {
  const page = await platforms(browser);
  await press(page, '.sweep [data-key=begin]');
  await there(page, '.sweep progress');
  return page;
}

export const screens: Screen[] = [
  { name: 'popup-warn', open: browser => popup(browser, feed) },
  {
    name: 'popup-quiet',
    open: async browser => {
      await tell(browser, { type: 'settings', settings: { region: 'JP' } });
      return popup(browser, 'https://www.facebook.com/');
    },
  },
  {
    name: 'popup-done',
    open: async browser => {
      await choose(browser, 'linkedin', { kind: 'done', optOut: 'toggle' });
      return popup(browser, feed);
    },
  },
  { name: 'banner', inPage: true, open: browser => inFeed(browser) },
  { name: 'banner-why', inPage: true, open: browser => inFeed(browser, 'why') },
  { name: 'banner-later', inPage: true, open: browser => inFeed(browser, 'later') },
  {
    name: 'banner-again',
    inPage: true,
    open: async browser => {
      await tell(browser, {
        type: 'importChoices',
        text: JSON.stringify({ 'beforehand-choices': 1, choices: { linkedin: { done: { toggle: { on: '2025-06-01' } } } } }),
      });
      return inFeed(browser);
    },
  },
  {
    name: 'banner-accounts',
    inPage: true,
    open: async browser => {
      await choose(browser, 'linkedin', { kind: 'add-account', account: 'work' });
      return inFeed(browser, 'done');
    },
  },
  { name: 'guide-found', inPage: true, open: (browser, site) => guided(browser, site, `${switches}?v=on`) },
  { name: 'guide-not-found', inPage: true, open: (browser, site) => guided(browser, site, `${switches}?v=none`) },
  { name: 'guide-letter', inPage: true, open: (browser, site) => guided(browser, site, 'https://www.facebook.com/help/contact/712876720715583') },
  { name: 'options', open: options },
  { name: 'platforms', open: browser => platforms(browser) },
  { name: 'platforms-sweep', open: swept },
  {
    name: 'platforms-sweep-end',
    open: async browser => {
      const page = await swept(browser);
      for (let left = 10; left > 0 && (await page.evaluate<boolean>(`document.querySelector('.sweep [data-key=skip]') !== null`)); left--)
        await press(page, '.sweep [data-key=skip]');
      await there(page, '.sweep [data-key=close]');
      return page;
    },
  },
  { name: 'platforms-none', open: browser => platforms(browser, []) },
  {
    name: 'welcome',
    open: async browser => {
      const page = await browser.extensionPage('welcome/welcome.html');
      await there(page, '.tile');
      return page;
    },
  },
];
