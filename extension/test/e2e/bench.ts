import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startSite } from '../site/site.ts';
import { type Browser, banner, click, launch, reset } from './browser.ts';

// What `./build.sh bench` prints. Ratios hold on a noisy machine, absolute times do not.
const rounds = 11;
const dist = join(import.meta.dirname, '../../../dist/extension');
const site = await startSite();
const browser = await launch('chromium', site.port);

const sorted = (values: number[]) => [...values].sort((a, b) => a - b);
const summary = (values: number[]) => {
  const s = sorted(values);
  return `median ${s[Math.floor(s.length / 2)]?.toFixed(1)} ms, p95 ${s[Math.floor(s.length * 0.95)]?.toFixed(1)} ms`;
};

/** Milliseconds from the focus to the frame after the banner is in the page. */
async function focusToPaint(from: Browser): Promise<number> {
  await reset(from);
  const page = await from.open('https://github.com/a/b/issues/1');
  await page.evaluate(`(() => {
    addEventListener('focusin', () => { window.focused ??= performance.now(); }, { capture: true });
    new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { window.painted ??= performance.now(); }))).observe(document.documentElement, { childList: true });
    return true;
  })()`);
  if (stopped) await from.stopWorker();
  await page.clickAt(5, 5); // as a pointer does on its way to the composer
  await click(page, '[data-expect=comment]');
  await banner(page);
  const time = await page.evaluate<number>(`new Promise(resolve => requestAnimationFrame(() => setTimeout(() => resolve(window.painted - window.focused))))`);
  await page.close();
  return time;
}

let stopped = false;
const [alive, dead]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  process.stderr.write(`\rfocus to paint: ${round + 1} of ${rounds}`);
  stopped = false;
  alive.push(await focusToPaint(browser));
  stopped = true;
  dead.push(await focusToPaint(browser));
}
process.stderr.write('\n');
const ask = `(async () => { const start = performance.now(); await chrome.runtime.sendMessage({ type: 'details', url: 'https://www.linkedin.com/feed/' }); return performance.now() - start; })()`;
const [cold, warm]: [number[], number[]] = [[], []];
for (let round = 0; round < rounds; round++) {
  await browser.stopWorker();
  cold.push(await browser.inExtension<number>(ask));
  warm.push(await browser.inExtension<number>(ask));
}
// A page of the extension starts the engine as the worker does, asks about one address, installs the seed as a new client
// does (signatures, hashes, content gate, notice table), and then goes through the runs of an update: one that brings 300
// platforms, and one that finds nothing new.
const goroot = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
const folder = mkdtempSync(join(tmpdir(), 'beforehand-'));
execFileSync('go', ['run', './extension/test/source', '-platforms', '300', folder], { cwd: join(import.meta.dirname, '../../..') });
const many: Record<string, string> = {};
for (const { parentPath, name } of readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())) {
  many[relative(join(folder, 'many'), join(parentPath, name)).replaceAll(sep, '/')] = readFileSync(join(parentPath, name)).toString('base64');
}
rmSync(folder, { recursive: true });
const engine = `${readFileSync(join(goroot, 'lib/wasm/wasm_exec.js'), 'utf8')};
  (async () => {
    const seed = await (await fetch('/seed.json')).json();
    const { rules, 'rule:linkedin': linkedin } = await chrome.storage.local.get(['rules', 'rule:linkedin']);
    const reader = { groups: rules[''].groups, settings: { region: 'DE' }, choices: {}, now: new Date().toISOString() };
    const now = Math.floor(Date.now() / 1000);
    const start = performance.now();
    const go = new Go();
    const { instance } = await WebAssembly.instantiateStreaming(fetch('/engine.wasm'), go.importObject);
    void go.run(instance);
    const ask = (name, message) => {
      const answer = JSON.parse(globalThis.beforehand(name, JSON.stringify(message)));
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      return answer.ok;
    };
    ask('decide', { ...reader, address: 'https://www.linkedin.com/feed/', entries: [linkedin] });
    const answered = performance.now();
    const { opened } = ask('plant', { seed, stored: [], now });
    ask('notices', { ...reader, entries: Object.values(opened.entries) });
    const installed = performance.now();
    const many = ${JSON.stringify(many)};
    let record = ask('load', { stored: [], root: seed.root }).record;
    const run = wanted => {
      const answers = {};
      const begun = performance.now();
      for (;;) {
        const out = ask('update', { record, answers, now, known: seed.domains });
        record = out.record;
        if (out.result && out.result.status !== wanted) throw new Error(JSON.stringify(out.result));
        if (out.result) return performance.now() - begun;
        for (const { path } of out.need) answers[path] = many[path] ? { bytes: many[path] } : { missing: true };
      }
    };
    return [answered - start, installed - answered, run('updated'), run('current')];
  })()`;
const [starts, installs, updates, polls]: [number[], number[], number[], number[]] = [[], [], [], []];
for (let round = 0; round < rounds; round++) {
  const times = await browser.inExtension<number[]>(engine);
  for (const [index, list] of [starts, installs, updates, polls].entries()) list.push(times[index] ?? 0);
}
console.log(`engine cold start to the first answer: ${summary(starts)}`);
console.log(`seed installed in the engine, signatures, gate and notice table of all platforms: ${summary(installs)}`);
console.log(`update that brings 300 platforms, time in the engine: ${summary(updates)} (at most 100 ms asked)`);
console.log(`poll with nothing new, time in the engine: ${summary(polls)} (at most 20 ms asked)`);
console.log(`focus to painted banner, worker running: ${summary(alive)}`);
console.log(`focus to painted banner, worker stopped: ${summary(dead)}`);
console.log(`question to the engine, worker stopped (start of worker and engine included): ${summary(cold)}`);
console.log(`question to the engine, worker running: ${summary(warm)}`);
for (const file of ['content.js', 'background.js', 'engine.wasm', 'seed.json']) {
  const bytes = readFileSync(join(dist, file));
  console.log(`${file}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzip`);
}
const page = await browser.open('https://www.reddit.com/page/heavy.html#mutate');
const own = await page.profile?.(10_000);
console.log(`our code on a page of 20,000 nodes that mutates for 10 s, nothing focused: ${own?.toFixed(2)} ms (sampled every 0.1 ms)`);
await browser.close();
site.close();
