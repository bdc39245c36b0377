// From the focus of a composer to the banner, painted: with the worker running and stopped, on a page that rests and on one that
// changes, in both browsers.
import { type Browser, banner, click, launch, type Name, names, reset } from '../e2e/browser.ts';
import { type Site, startSite } from '../site/site.ts';
import { inTurns, median, progress, quick, type Row, writePart } from './part.ts';

const pages = { light: 'light.html', mutating: 'heavy.html#mutate' };
const rounds = quick ? 3 : 9;

/** Milliseconds from the focus to the frame after the banner is in the page, and how often it changed its place or left in the second after. */
async function focusToPaint(browser: Browser, page: keyof typeof pages, stopped: boolean): Promise<{ time: number; moves: number }> {
  await reset(browser);
  const tab = await browser.open(`https://www.reddit.com/page/${pages[page]}`);
  await tab.evaluate(`(() => {
    addEventListener('focusin', () => { window.focused ??= performance.now(); }, { capture: true });
    const painted = () => requestAnimationFrame(() => setTimeout(() => { window.painted ??= performance.now(); }));
    window.moves = 0;
    let last;
    const place = () => {
      const host = document.querySelector('html > [popover]'), now = host && JSON.stringify(host.getBoundingClientRect());
      if (last && now !== last) window.moves++;
      last = now ?? last;
      requestAnimationFrame(place);
    };
    new MutationObserver(([], self) => { if (document.querySelector('html > [popover]')) { self.disconnect(); painted(); place(); } }).observe(document.documentElement, { childList: true });
    return true;
  })()`);
  if (stopped) await browser.stopWorker();
  await tab.clickAt(700, 400); // as a pointer does on its way to the composer
  await click(tab, '#editor');
  await banner(tab);
  await new Promise(resolve => setTimeout(resolve, stopped ? 1000 : 300)); // the engine has answered by then
  const { time, moves } = await tab.evaluate<{ time: number; moves: number }>(`({ time: window.painted - window.focused, moves: window.moves })`);
  await tab.close();
  return { time, moves };
}

async function rowsOf(name: Name, site: Site): Promise<Row[]> {
  const browser = await launch(name, site.port);
  const rows: Row[] = [];
  let moves = 0;
  for (const page of Object.keys(pages) as (keyof typeof pages)[]) {
    progress(`time to the banner: the ${page} page in ${name}`);
    const take = (stopped: boolean) => async () => {
      const taken = await focusToPaint(browser, page, stopped);
      moves += taken.moves;
      return taken.time;
    };
    await take(true)();
    const { running, stopped } = await inTurns(rounds, { running: take(false), stopped: take(true) });
    const chromium = name === 'chromium';
    const within = median(stopped) <= 1.3 * median(running);
    rows.push(
      { what: `focus to banner on the ${page} page, worker running, ${name}`, unit: 'ms', ours: running },
      {
        what: `focus to banner on the ${page} page, worker stopped, ${name}`,
        unit: 'ms',
        ours: stopped,
        peers: { 'the same with the worker running': running },
        required: `${chromium ? 'at most 25 ms, and ' : ''}within 1.3 × of the worker running`,
        met: within && (!chromium || median(stopped) <= 25),
        note: 'neither the banner nor what it says waits for the worker, so it is what else the machine did',
      },
    );
  }
  rows.push({ what: `how often a banner moved or left after it was painted, ${name}`, unit: '', ours: [moves], required: 'never', met: moves === 0 });
  await browser.close();
  return rows;
}

const site = await startSite();
const rows: Row[] = [];
for (const name of names) rows.push(...(await rowsOf(name, site)));
writePart('banner', 'From the focus to the banner', rows);
site.close();
