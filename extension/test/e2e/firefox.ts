import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import WebSocket from 'ws';
import { type Browser, type Options, type Page, until } from './browser.ts';

const addon = 'beforehand@beforehand.github.io';
const uuid = 'b3f0e4a1-0000-4000-8000-000000000001';

/** What a first start leaves in a profile, if somebody has made it: the start takes two thirds of the time with it. */
export const started = join(import.meta.dirname, '../../../dist/firefox-profile');

/** Starts Firefox without the extension, and speaks WebDriver BiDi with it; all host names lead to `port`. */
export async function openFirefox(port: number, profile: string, idle = 1500): Promise<{ send: Send; close(): Promise<void> }> {
  const prefs = {
    'extensions.background.idle.timeout': idle,
    'extensions.webextensions.uuids': JSON.stringify({ [addon]: uuid }),
    'extensions.webextensions.keepStorageOnUninstall': true,
    'extensions.webextensions.keepUuidOnUninstall': true,
    'browser.shell.checkDefaultBrowser': false,
    // It starts in three quarters of the time without its own pages, and asks its makers for nothing.
    'browser.startup.page': 0,
    'browser.newtabpage.enabled': false,
    'browser.newtab.preload': false,
    'browser.aboutwelcome.enabled': false,
    'services.settings.server': 'data:,',
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'extensions.systemAddon.update.enabled': false,
    'browser.safebrowsing.update.enabled': false,
    'browser.sessionstore.resume_from_crash': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'intl.accept_languages': 'en-US',
    'privacy.reduceTimerPrecision': false, // for the bench
    'extensions.webextOptionalPermissionPrompts': false, // what a click asks for is granted without a question
  };
  if (existsSync(started) && readdirSync(profile).length === 0) cpSync(started, profile, { recursive: true });
  writeFileSync(
    join(profile, 'user.js'),
    Object.entries(prefs)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
      .join(''),
  );
  const proxy = await startProxy(port);
  const child = spawn(
    process.env.FIREFOX ?? 'firefox-esr',
    ['--headless', '--no-remote', '--remote-debugging-port', '0', '--remote-allow-system-access', '--width', '1000', '--height', '900', '--profile', profile],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', data => {
      said += data;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error(`Firefox ended: ${said}`)));
  });
  const send = await openSession(`${address}/session`);
  await send('session.new', {
    capabilities: { alwaysMatch: { acceptInsecureCerts: true, proxy: { proxyType: 'manual', sslProxy: `127.0.0.1:${proxy.port}` } } },
  });
  return {
    send,
    close: async () => {
      const ended = new Promise(resolve => child.once('exit', resolve));
      await send('browser.close', {}).catch(() => child.kill());
      await ended;
      proxy.close();
    },
  };
}

/** Starts Firefox with the extension. */
export async function launchFirefox({ port, extension, profile, first, idle }: Options): Promise<Browser> {
  const { send, close } = await openFirefox(port, profile, idle);
  const base = `moz-extension://${uuid}/`;
  const openTab = async (url: string) => {
    const { context } = await send<{ context: string }>('browsingContext.create', { type: 'tab' });
    await send('browsingContext.setViewport', { context, viewport: { width: 1000, height: 800 } });
    await send('browsingContext.navigate', { context, url, wait: 'complete' });
    return page(send, context);
  };
  const before = first ? await openTab(first) : undefined;
  const inBrowser = async (body: string) => {
    const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
    const target = { context: contexts[0]?.context };
    const { result, exceptionDetails } = await send<Remote>('script.evaluate', { target, expression: `(async () => { ${body} })()`, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result?.value;
  };
  // Users allow it in the browser's page of extensions.
  await inBrowser(`
    const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
    await ExtensionPermissions.add('${addon}', { permissions: ['internal:privateBrowsingAllowed'], origins: [] });`);
  await send('webExtension.install', { extensionData: { type: 'path', path: extension } });
  const openReady = () => openTab(`${base}popup/popup.html#quiet`); // unlike the options, it asks nothing of its own accord
  let ready = await openReady();
  return {
    open: openTab,
    openPrivate: async url => {
      const tabs = async () => (await send<{ contexts: { context: string; url: string }[] }>('browsingContext.getTree', { maxDepth: 0 })).contexts;
      const before = (await tabs()).map(({ context }) => context);
      // With its address from the start: a page that is loaded into a new window afterwards can lose against the window's own first one.
      await inBrowser(`openTrustedLinkIn(${JSON.stringify(url)}, 'window', { private: true });`);
      const { context } = await until('the private window', async () => (await tabs()).find(tab => tab.url === url && !before.includes(tab.context)));
      return page(send, context);
    },
    extensionPage: path => openTab(base + path),
    first: before,
    inExtension: expression => ready.evaluate(expression),
    setEnabled: async enabled => {
      await inBrowser(`
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await (await AddonManager.getAddonByID('${addon}')).${enabled ? 'enable' : 'disable'}();`);
      if (enabled) ready = await openReady(); // the pages of an extension go with it
    },
    // What Firefox does itself after the idle time set above, at once and whatever the event page waits for.
    stopWorker: async () => {
      const state = await inBrowser(`
        const { extension } = WebExtensionPolicy.getByID('${addon}');
        await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
        return extension.backgroundState;`);
      if (state !== 'stopped') throw new Error(`the event page did not end: ${state}`);
    },
    close,
  };
}

type Send = <T>(method: string, params: object) => Promise<T>;

async function openSession(address: string): Promise<Send> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let id = 0;
  socket.on('message', data => {
    const message = JSON.parse(String(data));
    const waits = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'success') waits?.resolve(message.result as never);
    else waits?.reject(new Error(`${message.error}: ${message.message}`));
  });
  return (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
}

type Remote = { type: string; value?: unknown; sharedId?: string; exceptionDetails?: { text: string }; result?: Remote };

async function page(send: Send, context: string): Promise<Page> {
  await send('browsingContext.activate', { context });
  const call = async (body: string, args: object[], where = context): Promise<unknown> => {
    const answer = await send<Remote>('script.callFunction', {
      target: { context: where },
      functionDeclaration: `async function (root) { return JSON.stringify(await (async () => { ${body} })()); }`,
      arguments: args,
      awaitPromise: true,
      userActivation: false,
    });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
    return typeof answer.result?.value === 'string' ? JSON.parse(answer.result.value) : undefined;
  };
  const keys = (values: string[]) =>
    send('input.performActions', {
      context,
      actions: [
        {
          type: 'key',
          id: 'keys',
          actions: values.flatMap(value => [
            { type: 'keyDown', value },
            { type: 'keyUp', value },
          ]),
        },
      ],
    });
  const evaluate = (expression: string) => call(`return (${expression});`, []) as Promise<never>;
  const frame = async () => {
    const { contexts } = await send<{ contexts: { children: { context: string }[] }[] }>('browsingContext.getTree', { root: context });
    return contexts[0]?.children[0]?.context ?? '';
  };
  return {
    evaluate,
    inBanner: async body => {
      const { result } = await send<Remote>('script.evaluate', {
        target: { context },
        expression: `document.querySelector('div[popover]')`,
        awaitPromise: false,
        serializationOptions: { includeShadowTree: 'all', maxDomDepth: 1 },
      });
      const root = (result?.value as { shadowRoot?: Remote } | undefined)?.shadowRoot?.sharedId;
      return root ? ((await call(body, [{ sharedId: root }])) as never) : undefined;
    },
    goto: async url => {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    clickAt: (x, y) => clickIn(send, context, x, y),
    // Its driver clicks in one process only, and a frame of another site has a process of its own.
    clickInFrame: async (x, y) => clickIn(send, await frame(), x, y),
    inFrame: async expression => (await call(`return (${expression});`, [], await frame())) as never,
    type: async text => {
      await keys([...text]);
    },
    press: async key => {
      await keys([key === 'Tab' ? '\uE004' : '\uE006']);
    },
    screenshot: async path => {
      const { data } = await send<{ data: string }>('browsingContext.captureScreenshot', { context });
      writeFileSync(path, Buffer.from(data, 'base64'));
    },
    wish: async ({ dark, forced, still }) => {
      const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', { 'moz:scope': 'chrome' });
      const wishes = {
        'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
        'browser.display.document_color_use': forced ? 2 : 0,
        'ui.prefersReducedMotion': still ? 1 : 0,
      };
      const set = Object.entries(wishes).map(([name, value]) => `Services.prefs.setIntPref('${name}', ${value});`);
      await send('script.evaluate', { target: { context: contexts[0]?.context }, expression: set.join(' '), awaitPromise: false });
    },
    resize: async (width, height) => {
      await send('browsingContext.setViewport', { context, viewport: { width, height } });
    },
    close: async () => {
      await send('browsingContext.close', { context });
    },
  };
}

async function clickIn(send: Send, context: string, x: number, y: number): Promise<void> {
  const actions = [
    { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
    { type: 'pointerDown', button: 0 },
    { type: 'pointerUp', button: 0 },
  ];
  await send('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] });
}

/** A proxy that leads every host to the site, so that addresses stay as they are. */
async function startProxy(port: number): Promise<{ port: number; close(): void }> {
  const server = createServer(client => {
    client.on('error', () => client.destroy());
    client.once('data', () => {
      const site = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(site).pipe(client);
      });
      site.on('error', () => client.destroy());
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, close: () => server.close() };
}
