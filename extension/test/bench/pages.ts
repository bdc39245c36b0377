// What extensions cost the pages that people are on, in Chromium: without any, with ours, and with others that have a script in
// the page, in turns. Each has a browser of its own.
import type { CDPSession, Browser as Chromium, Page as Tab } from 'puppeteer-core';
import { openChromium } from '../e2e/chromium.ts';
import { startSite } from '../site/site.ts';
import { inTurns, median, progress, quick, type Row, repository, writePart } from './part.ts';
import { autoconsent, empty, ghostery } from './peers.ts';

const covered = 'www.reddit.com'; // has no composer on the pages of the bench that would get a banner by itself
const uncovered = 'example.org';
const pages = { light: 'light.html', heavy: 'heavy.html', mutating: 'heavy.html#mutate', '50 editors': 'fifty.html' };
type PageName = keyof typeof pages;

/** Milliseconds of the main thread, of scripts of an extension in it, KiB of the heap, and layout shift. */
type Cost = { cpu: number; own: number; heap: number; shift: number; scripts: number };

const site = await startSite();
const folders = {
  none: undefined,
  ours: `${repository}/dist/extension`,
  autoconsent: autoconsent(),
  "Ghostery's adblocker": await ghostery(),
  'an empty script': empty(),
};
type Extension = keyof typeof folders;
const extensions = Object.keys(folders) as Extension[];
const browsers = {} as Record<Extension, Chromium>;
for (const name of extensions) {
  browsers[name] = await openChromium(site.port);
  const folder = folders[name];
  if (folder) await browsers[name].installExtension(folder);
}
await new Promise(resolve => setTimeout(resolve, 5000)); // what they do once is done by then

type Traced = {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { url?: string; documentLoaderURL?: string } };
};

/** Loads a page in a new tab, and tells what that cost. Only a trace is taken: a profiler would make the scripts slower. */
function costOfLoad(extension: Extension, url: string): Promise<Cost> {
  return inTab(extension, async (tab, session) => {
    const before = await cpuOf(session);
    await tab.tracing.start({ categories: ['devtools.timeline', 'v8'] });
    await tab.goto(url);
    await pause(300);
    const { traceEvents } = JSON.parse(new TextDecoder().decode((await tab.tracing.stop()) ?? new Uint8Array())) as { traceEvents: Traced[] };
    return { cpu: (await cpuOf(session)) - before, ...inTrace(traceEvents, url) };
  });
}

/** Tells what a page costs in so many milliseconds after it was loaded, and `act` done in it. The profiler also sees what promises call. */
function costOfStay(extension: Extension, url: string, wait: number, act?: (tab: Tab) => Promise<void>): Promise<Cost> {
  return inTab(extension, async (tab, session) => {
    await tab.goto(url);
    await act?.(tab);
    const before = await cpuOf(session);
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: 100 });
    await session.send('Profiler.start');
    await pause(wait);
    const own = await ofExtensions(session);
    return { cpu: (await cpuOf(session)) - before, own, scripts: 0 };
  });
}

async function inTab(extension: Extension, measure: (tab: Tab, session: CDPSession) => Promise<Omit<Cost, 'heap' | 'shift'>>): Promise<Cost> {
  const tab = await browsers[extension].newPage();
  const session = await tab.createCDPSession();
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const measured = await measure(tab, session);
  const shift = await tab.evaluate(`new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => { for (const { value } of list.getEntries()) sum += value; }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => resolve(sum), 50);
  })`);
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { JSHeapUsedSize: heap } = await metrics(session);
  await tab.close();
  return { ...measured, heap: heap / 1024, shift: shift as number };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

async function cpuOf(session: CDPSession): Promise<number> {
  return (await metrics(session)).TaskDuration * 1000;
}

async function metrics(session: CDPSession): Promise<{ TaskDuration: number; JSHeapUsedSize: number }> {
  const { metrics } = await session.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value])) as never;
}

/** What the profiler saw of scripts of extensions. */
async function ofExtensions(session: CDPSession): Promise<number> {
  const { profile } = await session.send('Profiler.stop');
  const theirs = new Set(profile.nodes.filter(({ callFrame }) => callFrame.url.startsWith('chrome-extension:')).map(({ id }) => id));
  const { samples = [], timeDeltas = [] } = profile;
  return samples.reduce((sum, id, i) => sum + (theirs.has(id) ? (timeDeltas[i] ?? 0) / 1000 : 0), 0);
}

/** What the trace has of scripts of extensions on the page's thread: the processor time of reading and running them, and how many there are. */
function inTrace(events: Traced[], url: string): { own: number; scripts: number } {
  const address = url.replace(/#.*/, '');
  const page = events.find(({ args }) => args.data?.documentLoaderURL?.startsWith(address) || args.data?.url?.startsWith(address));
  const calls = events.filter(
    ({ ph, pid, tid, args }) => ph === 'X' && pid === page?.pid && tid === page.tid && args.data?.url?.startsWith('chrome-extension:'),
  );
  let [own, end] = [0, 0];
  for (const { ts, dur = 0, tdur = dur } of calls.toSorted((a, b) => a.ts - b.ts)) {
    if (ts < end) continue; // called by the one before
    own += tdur / 1000;
    end = ts + dur;
  }
  return { own, scripts: new Set(calls.map(({ args }) => args.data?.url)).size };
}

const address = (host: string, page: PageName) => `https://${host}/page/${pages[page]}`;
const floor: Extension = 'an empty script'; // what any script costs
const most = extensions.filter(name => name !== floor);
const rows: Row[] = [];

/** Takes the costs of a page with some extensions in turns. */
async function costs(rounds: number, names: Extension[], measure: (name: Extension) => Promise<Cost>): Promise<Record<Extension, Cost[]>> {
  const taken = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Extension, Cost[]>;
  const take = async (name: Extension) => {
    taken[name].push(await measure(name));
    return 0;
  };
  await inTurns(rounds, Object.fromEntries(names.map(name => [name, () => take(name)])));
  return taken;
}

const of = (taken: Cost[], part: keyof Cost) => taken.map(one => one[part]);

/** The row of one figure; `added` is what the page costs by itself, to be taken away. */
function row(what: string, unit: string, taken: Record<Extension, Cost[]>, part: keyof Cost, added = false): Row {
  const base = added ? median(of(taken.none, part)) : 0;
  const less = (name: Extension) => of(taken[name], part).map(value => value - base);
  const others = (Object.keys(taken) as Extension[]).filter(name => name !== 'none' && name !== 'ours');
  return { what, unit, ours: less('ours'), peers: Object.fromEntries(others.map(name => [name, less(name)])) };
}

const rounds = quick ? 3 : 5;
for (const [host, kind] of [
  [covered, 'a covered host'],
  [uncovered, 'another host'],
] as const) {
  for (const page of Object.keys(pages) as PageName[]) {
    if (quick && page !== 'light' && (host === uncovered || page !== 'heavy')) continue;
    progress(`pages: the ${page} page on ${kind}, until it is loaded`);
    const load = (name: Extension) => costOfLoad(name, address(host, page));
    const names = host === covered && page === 'light' ? extensions : most;
    await costs(1, names, load); // caches are warm then
    const taken = await costs(rounds, names, load);
    const named = `the ${page} page on ${kind}`;
    const own = row(`own scripts until ${named} is loaded`, 'ms', taken, 'own');
    const heap = row(`heap added on ${named}`, 'KiB', taken, 'heap', true);
    const shift = row(`layout shift on ${named}`, '', taken, 'shift');
    if (host === covered) {
      if (page === 'light')
        Object.assign(own, asked(own, 0.5), {
          note: 'any script takes 0.2 ms, the listeners 0.4, and V8 reads the text at each load; why it is not loaded later says [decision 27](decisions/0027-listeners-first.md)',
        });
      if (page === 'light')
        Object.assign(heap, {
          required: 'at most 200 KiB',
          met: median(heap.ours) <= 200,
          picture: true,
          note: 'of which the world that the browser makes for any script is the most, see the table',
        });
      Object.assign(shift, { required: '0', met: median(shift.ours) === 0 });
    } else {
      const none = of(taken.ours, 'scripts').every(count => count === 0) && of(taken.ours, 'own').every(own => own === 0);
      Object.assign(own, { required: 'no script, nothing measurable', met: none });
    }
    rows.push(row(`processor time added until ${named} is loaded`, 'ms', taken, 'cpu', true), own, heap, shift);
  }
}

for (const page of (quick ? ['mutating'] : Object.keys(pages)) as PageName[]) {
  const seconds = quick ? 3 : 10;
  progress(`pages: ${seconds} seconds of the ${page} page`);
  const taken = await costs(1, most, name => costOfStay(name, address(covered, page), seconds * 1000));
  const own = row(`own scripts in ${seconds} s of the ${page} page`, 'ms', taken, 'own');
  if (page === 'mutating') Object.assign(own, asked(own, 0.5));
  rows.push(own, row(`processor time added in ${seconds} s of the ${page} page`, 'ms', taken, 'cpu', true));
}

progress('pages: a banner that is open on the mutating page');
// Once, because a banner is shown once.
const watched = quick ? 3 : 9;
const { own: withBanner } = await costOfStay('ours', address(covered, 'mutating'), watched * 1000, async tab => {
  await tab.click('#editor');
  await tab.waitForSelector('html > [popover]');
});
rows.push({
  what: 'own scripts in a second of the mutating page, with an open banner',
  unit: 'ms',
  ours: [withBanner / watched],
  required: 'at most 2 ms',
  met: withBanner / watched <= 2,
});

/** What was asked of our own scripts: at most so many milliseconds, and a tenth of the cheapest other that has a script there. */
function asked({ ours, peers = {} }: Row, most: number): Partial<Row> {
  const cheapest = Math.min(...Object.entries(peers).flatMap(([name, taken]) => (name === floor ? [] : median(taken))));
  return {
    required: `at most ${most} ms, and 1/10 of the cheapest other`,
    met: median(ours) <= most && median(ours) <= cheapest / 10,
    picture: true,
  };
}

const version = await browsers.none.version();
writePart('pages', 'Pages (Chromium)', rows, { chromium: version });
await Promise.all(Object.values(browsers).map(browser => browser.close()));
site.close();
