import puppeteer, { type CDPSession, type Browser as Chromium, type Page as Tab } from 'puppeteer-core';

import { type Browser, type Options, type Page, until } from './browser.ts';

/** Starts Chromium without the extension; all host names lead to `port`. */
export function openChromium(port: number, profile?: string): Promise<Chromium> {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: !process.env.DISPLAY || process.env.HEADLESS !== '0',
    pipe: true,
    enableExtensions: true,
    acceptInsecureCerts: true,
    userDataDir: profile,
    defaultViewport: { width: 1000, height: 800 },
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--host-resolver-rules=MAP * 127.0.0.1:${port}`,
      '--ignore-certificate-errors',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      '--lang=en-US',
    ],
  });
}

/** Starts Chromium with the extension. */
export async function launchChromium({ port, extension, profile, first }: Options): Promise<Browser> {
  const browser = await openChromium(port, profile);
  const tellEnd = (code: number | null, signal: string | null) => console.error(`Chromium ended, and no test asked for it: ${signal ?? code}`);
  browser.process()?.once('exit', tellEnd);
  const before = first ? await browser.newPage() : undefined;
  if (first) await before?.goto(first);
  const session = await browser.target().createCDPSession();
  const { id } = await session.send('Extensions.loadUnpacked', { path: extension, enableInIncognito: true });
  const openPopup = async (tab: Tab) => {
    const extensionOf = (await browser.extensions()).get(id);
    if (!extensionOf) throw new Error('the extension is gone');
    const opened = browser.waitForTarget(target => target.url().endsWith('/popup/popup.html'));
    await tab.triggerExtensionAction(extensionOf);
    return page(await (await opened).asPage());
  };
  const openReady = async () => {
    const tab = await browser.newPage();
    await tab.goto(`chrome-extension://${id}/popup/popup.html#quiet`); // unlike the options, it asks nothing of its own accord
    return tab;
  };
  let ready = await openReady();
  const manage = async (expression: string) => {
    const tab = await browser.newPage();
    await tab.goto('chrome://extensions');
    const answer = await tab.evaluate(`(id => ${expression})('${id}')`);
    await tab.close();
    return answer;
  };
  return {
    open: async url => {
      const tab = await browser.newPage();
      await tab.goto(url);
      return page(tab, () => openPopup(tab));
    },
    openPrivate: async url => {
      const tab = await (await browser.createBrowserContext()).newPage();
      await tab.goto(url);
      return page(tab);
    },
    extensionPage: async path => {
      const tab = await browser.newPage();
      await tab.goto(`chrome-extension://${id}/${path}`);
      return page(tab);
    },
    first: before && (await page(before)),
    inExtension: expression => ready.evaluate(expression) as Promise<never>,
    inBackground: async expression => {
      await ready.evaluate(`chrome.runtime.sendMessage({ type: 'state' })`); // it may be stopped
      const target = await browser.waitForTarget(candidate => candidate.type() === 'service_worker');
      return (await target.worker())?.evaluate(expression) as Promise<never>;
    },
    manage,
    setEnabled: async enabled => {
      await manage(`chrome.management.setEnabled(id, ${enabled})`);
      if (enabled) ready = await openReady(); // the pages of an extension go with it
    },
    setPolicy: async values => {
      const tab = await browser.newPage();
      await tab.goto('chrome://policy/test');
      const list = Object.entries(values).map(([name, value]) => ({ namespace: id, name, value, source: 5, scope: 1, level: 1 }));
      await tab.evaluate(
        `import('chrome://policy/test/policy_test_browser_proxy.js').then(page => page.PolicyTestBrowserProxy.applyTestPolicies(${JSON.stringify(JSON.stringify(list))}, ''))`,
      );
      await tab.close();
    },
    stopWorker: async () => {
      const running = () => browser.targets().find(candidate => candidate.type() === 'service_worker');
      // One that is only starting hears nothing, and would run for half a minute.
      await until('the end of the worker', async () => {
        try {
          await (await running()?.worker())?.close();
          return !running();
        } catch {
          // The driver may keep one that the browser has not any more.
          return (await session.send('Target.getTargets')).targetInfos.every(({ type }) => type !== 'service_worker');
        }
      });
    },
    close: async () => {
      browser.process()?.off('exit', tellEnd);
      await browser.close();
    },
  };
}

/** Makes a page of a tab. */
export async function page(tab: Tab, popup?: () => Promise<Page>): Promise<Page> {
  if (popup) await tab.bringToFront();
  const session = await tab.createCDPSession();
  return {
    popup,
    profile: milliseconds => profile(tab, session, milliseconds),
    heap: async () => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    },
    evaluate: expression => tab.evaluate(expression) as Promise<never>,
    inBanner: body => inBanner(session, body),
    goto: async url => {
      await tab.goto(url);
    },
    clickAt: (x, y) => tab.mouse.click(x, y),
    clickInFrame: async (x, y) => {
      const frame = (await tab.evaluate(`document.querySelector('iframe').getBoundingClientRect().toJSON()`)) as DOMRect;
      await tab.mouse.click(frame.x + x, frame.y + y);
    },
    inFrame: async expression => (await tab.mainFrame().childFrames()[0]?.evaluate(expression)) as never,
    type: text => tab.keyboard.type(text),
    press: key => tab.keyboard.press(key),
    screenshot: async path => {
      await tab.screenshot({ path: path as `${string}.png` });
    },
    wish: ({ dark, forced, still }) =>
      tab.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
        { name: 'forced-colors', value: forced ? 'active' : 'none' },
        { name: 'prefers-reduced-motion', value: still ? 'reduce' : 'no-preference' },
      ]),
    resize: (width, height) => tab.setViewport({ width, height }),
    close: () => tab.close(),
  };
}

async function profile(tab: Tab, session: CDPSession, milliseconds: number): Promise<number> {
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: 100 });
  await session.send('Profiler.start');
  await tab.reload();
  await new Promise(resolve => setTimeout(resolve, milliseconds));
  const { profile } = await session.send('Profiler.stop');
  const own = new Set(profile.nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension:')).map(({ id }) => id));
  const { samples = [], timeDeltas = [] } = profile;
  return samples.reduce((sum, id, i) => sum + (own.has(id) ? (timeDeltas[i] ?? 0) / 1000 : 0), 0);
}

/** Looks into the closed shadow root as the developer tools do. */
async function inBanner<T>(session: CDPSession, body: string): Promise<T | undefined> {
  const { result: host } = await session.send('Runtime.evaluate', { expression: `document.querySelector('div[popover]')` });
  if (!host.objectId) return undefined;
  const { node } = await session.send('DOM.describeNode', { objectId: host.objectId, pierce: true });
  const [root] = node.shadowRoots ?? [];
  if (!root) return undefined;
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: root.backendNodeId });
  const { result, exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function () { const root = this; ${body} }`,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}
