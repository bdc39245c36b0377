// A day of use, in a few minutes: with BEFOREHAND_LONG=1, as ./build.sh faults runs it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Browser, banner, click, copyOfExtension, names, type Page, tell, until } from './browser.ts';
import { install, remember, run, serving } from './rules.ts';

const pages = [
  'https://www.reddit.com/page/light.html',
  'https://www.linkedin.com/feed/',
  'https://github.com/a/b/issues/1',
  'https://example.org/page/light.html',
];
const composers: Record<string, string> = { 'www.linkedin.com': '[data-expect=comment]', 'github.com': '[data-expect=comment]' };
const day = { focuses: 500, navigations: 200, updates: 20, stops: 50 };

/** Tells pages of the extension what went wrong in the background, and how much memory the engine has. */
const listening = `
  const soak = new BroadcastChannel('soak');
  console.error = (...given) => soak.postMessage({ error: given.map(String).join(' ') });
  for (const type of ['error', 'unhandledrejection']) addEventListener(type, event => soak.postMessage({ error: String(event.reason ?? event.message) }));
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      soak.onmessage = () => soak.postMessage({ engine: (made.instance ?? made).exports.mem.buffer.byteLength });
      return made;
    };
  }
`;

/** The memory of all processes that a process has started, in MiB. */
function memoryBelow(root: number): number {
  const stat = (pid: string) => {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return { pid: Number(pid), parent: Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]) };
    } catch {
      return undefined; // it has just ended
    }
  };
  const all = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => stat(pid) ?? []);
  const below = new Set([root]);
  for (let before = 0; before !== below.size; ) {
    before = below.size;
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid);
  }
  below.delete(root);
  return [...below].reduce((sum, pid) => {
    try {
      return sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
    } catch {
      return sum;
    }
  }, 0);
}

for (const name of names) {
  describe(`${name}, a day of use`, { skip: !process.env.BEFOREHAND_LONG && 'it takes minutes' }, () => {
    const served = serving();
    let [browser, page] = [] as unknown as [Browser, Page];
    before(async () => {
      await served.source.serve('begin');
      const extension = copyOfExtension();
      const file = join(extension, 'background.js');
      writeFileSync(file, listening + readFileSync(file, 'utf8'));
      browser = await install(name, served.site, { extension });
    });
    after(() => browser.close());

    test(`${Object.entries(day)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}: memory stays flat, and nothing goes wrong`, async t => {
      const putBack = await remember(browser);
      await served.source.serve('news');
      await browser.inExtension(
        `(Object.assign(window, { errors: [], channel: new BroadcastChannel('soak') }), window.channel.onmessage = ({ data }) => data.error ? window.errors.push(data.error) : (window.engine = data.engine), true)`,
      );
      page = await browser.open(pages[0] ?? '');
      const [memory, engine]: [number[], number[]] = [[], []];
      const parts = 10; // of the day, each with its share of everything
      for (let part = 0; part < parts; part++) {
        for (let i = 0; i < day.updates / parts; i++) {
          await putBack();
          assert.equal((await run(browser)).status, 'updated');
        }
        for (let i = 0; i < day.navigations / parts; i++) {
          const url = pages[i % pages.length] ?? '';
          await browser.inExtension(`chrome.storage.local.remove('shown').then(() => true)`);
          await page.goto(url);
          const composer = composers[new URL(url).host] ?? '#editor';
          for (let focus = 0; focus < day.focuses / day.navigations; focus++) {
            await page.evaluate(`document.activeElement?.blur()`);
            await click(page, composer);
          }
          if (!url.includes('example.org')) await banner(page);
          if (i % 4 === 0) await browser.stopWorker();
        }
        await tell(browser, { type: 'details', url: pages[1] });
        await browser.inExtension(`(window.channel.postMessage({}), true)`);
        engine.push((await until('the memory of the engine', () => browser.inExtension<number>(`window.engine`))) / 2 ** 20);
        memory.push(memoryBelow(process.pid));
      }
      const shown = (list: number[]) => list.map(value => value.toFixed(0)).join(' ');
      t.diagnostic(`memory of the browser in MiB, after each tenth of the day: ${shown(memory)}; of the engine: ${shown(engine)}`);
      assert.deepEqual(await browser.inExtension(`window.errors`), []);
      assert.ok(Math.max(...engine.slice(-3)) <= 1.1 * Math.max(...engine.slice(0, 3)), 'the engine');
      assert.ok(Math.max(...memory.slice(-3)) <= 1.25 * Math.max(...memory.slice(1, 4)), 'the browser');
    });
  });
}
