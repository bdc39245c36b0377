import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { long } from '../../src/core/messages.ts';
import { temporary } from '../site/temporary.ts';
import { launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';

export { temporary as newProfile } from '../site/temporary.ts';

/** What the tests need of a browser; all host names lead to the site on `port`. */
export type Browser = {
  open(url: string): Promise<Page>;
  /** Evaluates an expression in a page of the extension. */
  inExtension<T>(expression: string): Promise<T>;
  /** Opens a page of the extension in a tab. */
  extensionPage(path: string): Promise<Page>;
  /** The page that was open before the extension was installed, if one was asked for. */
  first?: Page;
  /** Evaluates an expression in the background, where the browser lets tests do that. */
  inBackground?<T>(expression: string): Promise<T>;
  /** Sets what an organisation would set for the extension, where the browser lets tests do that while it runs. */
  setPolicy?(values: object): Promise<void>;
  /** Evaluates an expression of `id`, the extension's, in the browser's own page of extensions, where users manage permissions; only Chromium lets tests do that. */
  manage?(expression: string): Promise<unknown>;
  /** Opens a page in a private window. */
  openPrivate(url: string): Promise<Page>;
  /** Turns the extension off or on, as users do in the browser's own page of extensions. */
  setEnabled(enabled: boolean): Promise<void>;
  /** Stops the background and waits until it is gone. */
  stopWorker(): Promise<void>;
  close(): Promise<void>;
};

export type Page = {
  /** Evaluates an expression in the page's own world. */
  evaluate<T>(expression: string): Promise<T>;
  /** Evaluates the body of a function of `root`, the banner's shadow root; undefined without a banner. */
  inBanner<T>(body: string): Promise<T | undefined>;
  /** Loads another page into the tab. */
  goto(url: string): Promise<void>;
  clickAt(x: number, y: number): Promise<void>;
  /** Clicks in the page's frame, at a place of the frame. */
  clickInFrame(x: number, y: number): Promise<void>;
  /** Evaluates an expression in the page's frame. */
  inFrame<T>(expression: string): Promise<T>;
  /** Is done before each click, ahead of the look for the place: what it takes must not be the time in which the place moves. */
  beforeClick?(): Promise<void>;
  type(text: string): Promise<void>;
  /** Loads the page again and returns the milliseconds that code of the extension took meanwhile. */
  profile?(milliseconds: number): Promise<number>;
  /** Collects garbage and returns the bytes that scripts hold in the page's process, the page's own included. */
  heap?(): Promise<number>;
  /** Opens the real popup of the toolbar button, where the browser lets tests do that. */
  popup?(): Promise<Page>;
  press(key: 'Tab' | 'Enter'): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Sets what the page is told of the user's wishes; in Firefox all pages are told. What is left out is as in a browser that nobody has changed. */
  wish(wishes: Wishes): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  close(): Promise<void>;
};

/** What users can want of all pages: a dark scheme, colours of their own, no movement. */
export type Wishes = { dark?: boolean; forced?: boolean; still?: boolean };

/**
 * `extension` is the folder to install; `first` is opened before that, as the page that `open` returns for it. After `idle`
 * milliseconds Firefox stops the background, whatever it waits for.
 */
export type Options = { port: number; extension: string; profile: string; first?: string; idle?: number };
export type Name = 'chromium' | 'firefox';
export const names: Name[] = ['chromium', 'firefox'];

const built = join(import.meta.dirname, '../../../dist/extension');

/** Starts a browser with the extension as it is, and waits for nothing. */
export function start(name: Name, port: number, options: Partial<Options> = {}): Promise<Browser> {
  return (name === 'chromium' ? launchChromium : launchFirefox)({ port, extension: built, profile: options.profile ?? temporary(), ...options });
}

/** Starts a browser with the extension, waits until its notice table is there, and closes the welcome page, which would follow every change. */
export async function launch(name: Name, port: number, options: Partial<Options> = {}): Promise<Browser> {
  const browser = await start(name, port, options);
  // The message means nothing. It keeps Firefox, whose idle time is short here, from stopping the background in the middle of an install.
  const isThere = `(chrome.runtime.sendMessage({}).catch(() => undefined), chrome.storage.local.get('table').then(({ table }) => table !== undefined))`;
  await until('the notice table', () => browser.inExtension<boolean>(isThere));
  await browser.inExtension(`chrome.runtime.getContexts({ contextTypes: ['TAB'] }).then(all =>
    chrome.tabs.remove(all.filter(({ documentUrl }) => documentUrl?.endsWith('/welcome/welcome.html')).map(({ tabId }) => tabId)))`);
  return browser;
}

/** Makes a copy of the extension that a test may break. */
export function copyOfExtension(): string {
  const copy = temporary();
  cpSync(built, copy, { recursive: true });
  return copy;
}

/** The expression that asks the background. What the browser loses with a background that ends as the question comes, is lost after five seconds. */
function asking(message: object): string {
  const asked = `chrome.runtime.sendMessage(${JSON.stringify(message)})`;
  return long.includes(Reflect.get(message, 'type')) ? asked : `Promise.race([${asked}, new Promise(resolve => setTimeout(resolve, 5000))])`;
}

/** Asks the background as a page of the extension does. */
export async function tell<T>(browser: Browser, message: object): Promise<T> {
  // The background may be stopped with the question in its hands, or be about to stop. Every message can be asked twice.
  const answer = await until('an answer', () => browser.inExtension<T & { failure?: string }>(asking(message)));
  if (answer.failure) throw new Error(answer.failure);
  return answer;
}

/** Waits until `check` is truthy, and returns what it was. */
export async function until<T>(what: string, check: () => Promise<T>, milliseconds = 30_000): Promise<NonNullable<T>> {
  const begun = Date.now();
  const end = begun + milliseconds;
  for (let last: unknown; ; ) {
    try {
      const value = await check();
      if (value) {
        const seconds = Math.round((Date.now() - begun) / 1000);
        if (seconds >= 10) console.error(`it took ${seconds} s: ${what}`); // a test that is green all the same may hide a fault
        return value;
      }
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${what}; last seen: ${last}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

// Finds an element through open shadow roots.
const deep = `const deep = (selector, root = document) => root.querySelector(selector) ?? [...root.querySelectorAll('*')].map(e => e.shadowRoot && deep(selector, e.shadowRoot)).find(Boolean);`;

/** Evaluates an expression of `element`, the first match of a selector. */
export function at<T>(page: Page, selector: string, expression: string): Promise<T> {
  return page.evaluate<T>(`(() => { ${deep} const element = deep(${JSON.stringify(selector)}); return element && (${expression}); })()`);
}

/** The place of an element in the window. */
export async function rect(page: Page, selector: string): Promise<{ top: number; bottom: number; left: number; right: number }> {
  return until(selector, () => at(page, selector, 'element.getBoundingClientRect().toJSON()'));
}

/** Clicks into an element as a person does: when it has come to rest. */
export function click(page: Page, selector: string): Promise<void> {
  return clickOn(page, `(() => { ${deep} return deep(${JSON.stringify(selector)}); })()`, Infinity, 20);
}

/** The same for an element given as an expression. A person who misses it, because the page moved it at that moment, tries again. */
export async function clickOn(page: Page, element: string, right = 60, down = 16): Promise<void> {
  await page.beforeClick?.();
  // Only our own pages are looked into: in those of others nothing must differ from what a person does there.
  const ours = `location.protocol.endsWith('-extension:')`;
  for (let tries = 3; tries > 0; tries--) {
    let before = '';
    const place = await until(element, async () => {
      const now = await page.evaluate<{ x: number; y: number } | undefined>(`(element => {
        element?.scrollIntoView({ block: 'center' });
        const box = element?.getBoundingClientRect();
        if (${ours}) window.aim = element;
        return box?.width ? { x: box.x + Math.min(box.width / 2, ${right}), y: box.y + Math.min(box.height / 2, ${down}) } : undefined;
      })(${element})`);
      const moved = JSON.stringify(now) !== before;
      before = JSON.stringify(now);
      return moved ? undefined : now;
    });
    await page.evaluate(
      `${ours} && (window.missed = true, addEventListener('click', event => {
        // When it was drawn anew, the click hit the one in its place, or came to nothing between the two.
        const hit = event.composedPath().filter(node => node.matches?.('a, button, input, label, select, summary, textarea'));
        window.missed &&= !event.composedPath().includes(window.aim) && (window.aim.isConnected || hit.length === 0);
      }, true))`,
    );
    await page.clickAt(place.x, place.y);
    const missed = await page.evaluate<boolean>(`${ours} && window.missed === true`).catch(() => false); // the page may be gone
    if (!missed) return;
  }
}

/** The banner's sentence, or undefined when there is no banner. */
export function line(page: Page): Promise<string | undefined> {
  return page.inBanner<string>(`return root.host.matches(':popover-open') && root.querySelector('.line').textContent`);
}

/** Waits for the banner and returns its sentence. */
export function banner(page: Page): Promise<string> {
  return until('the banner', () => line(page));
}

/** Clicks a control of the banner by its text. */
export async function clickInBanner(page: Page, name: string): Promise<void> {
  await page.beforeClick?.();
  const place = await until(`"${name}" in the banner`, () =>
    page.inBanner<{ x: number; y: number }>(
      `const e = [...root.querySelectorAll('a, button')].find(e => e.textContent === ${JSON.stringify(name)}); if (!e) return; const r = e.getBoundingClientRect(); return { x: r.x + r.width / 2, y: r.y + r.height / 2 }`,
    ),
  );
  await calm();
  // On a busy machine the browser may not have drawn, and told of the banner as visible, for longer than that.
  await page.evaluate(`new Promise(resolve => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 100)));
    setTimeout(resolve, 2000); // a page that is not in front draws nothing
  })`);
  await page.clickAt(place.x, place.y);
}

/** Evaluates an expression that leads away from the page. The answer comes before the page goes, or it could be lost with it. */
export function depart(page: Page, expression: string): Promise<void> {
  return page.evaluate(`void setTimeout(() => ${expression})`);
}

/** Waits until the banner, which has just come or moved, listens to clicks. */
export function calm(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 600));
}

/** Waits until the banner is gone. */
export async function noBanner(page: Page): Promise<void> {
  await until('no banner', async () => (await line(page)) === undefined || (await line(page)) === null);
}

/** Lets two frames pass, and the engine's answer with them, to see that nothing appears. */
export async function stayQuiet(browser: Browser, page: Page): Promise<void> {
  await tell(browser, { type: 'state' });
  await page.evaluate(`new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true))))`);
  const seen = await line(page);
  if (seen) throw new Error(`a banner where none belongs: ${seen}`);
}

/** Forgets what was shown and chosen, and sets the region. */
export async function reset(browser: Browser, region = 'DE'): Promise<void> {
  // Not all at once: the rules are most of what is stored.
  const isNew = await browser.inExtension<boolean>(`chrome.storage.local.getKeys().then(async keys => {
    const chosen = keys.filter(key => key.startsWith('choices:'));
    await chrome.storage.local.remove(['shown', ...chosen]);
    const { settings } = await chrome.storage.local.get('settings');
    return chosen.length === 0 && settings?.region === ${JSON.stringify(region)} && settings.place === 'page';
  })`);
  if (!isNew) await tell(browser, { type: 'settings', settings: { region, place: 'page' } }); // makes the notice table anew, which takes longer than most tests
}
