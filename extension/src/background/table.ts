import { call } from '../core/call.ts';
import { readPreferences } from './kept.ts';
import { lookUnder, readManaged } from './policy.ts';
import { register, scriptsOf, serveOpenTabs } from './register.ts';
import { alone, endChange, hasChanged, readEverything, readSettings, readTable, type TableState, writeSettings, writeTable } from './store.ts';

/** The alarm at which the notice table goes stale. */
export const staleAlarm = 'stale';

/**
 * Decides ahead for all hosts, stores the result, registers scripts where there is something to say, and serves the tabs that were
 * open before. With `again` it serves all of them, and not only with what is new.
 */
export async function rebuild(again = false): Promise<TableState> {
  await ensureSettings();
  const { entries, reader, rules } = await readEverything();
  const table = await call('notices', { ...reader, entries });
  const scripts = scriptsOf(table);
  const fresh = await register(scripts); // first: a script without a record is silent, a record without a script is lost
  const unserved = again ? scripts : fresh.filter(({ matches }) => matches.length > 0);
  const [managed, { textSize }] = await Promise.all([readManaged(), readPreferences()]);
  const builtFor = Object.fromEntries(Object.entries(rules).map(([source, { version }]) => [source, version]));
  const isDone = unserved.length === 0;
  const state = await writeTable(table, scripts, { builtFor, policy: JSON.stringify(managed) }, lookUnder(managed, { textSize }), isDone);
  await wakeWhenStale(state);
  if (isDone) return state;
  await serveOpenTabs(unserved);
  await endChange();
  return state;
}

/** Rebuilds the notice table if its time has passed, or an organisation has set something else. */
export async function rebuildIfStale(): Promise<void> {
  const [state, managed] = await Promise.all([readTable(), readManaged()]);
  const over = state?.until && Date.parse(state.until) <= Date.now();
  if (!state || over || state.policy !== JSON.stringify(managed)) await rebuild();
  else await wakeWhenStale(state); // Firefox keeps no alarm when it ends
}

async function wakeWhenStale({ until }: TableState): Promise<void> {
  if (until) await chrome.alarms.create(staleAlarm, { when: Date.parse(until) + 1000 });
}

/** Does what a worker left that was stopped between a change and the table that has it, or the tabs that have the scripts. */
export async function rebuildIfChanged(): Promise<void> {
  if (await hasChanged()) await alone(() => rebuild(true));
}

/** Guesses the region from the time zone and the languages. Nothing is looked up. */
export async function guessRegion(): Promise<string> {
  const { region } = await call('guessRegion', {
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    languages: [...navigator.languages],
  });
  return region;
}

async function ensureSettings(): Promise<void> {
  if (!(await readSettings())) await writeSettings({ region: await guessRegion(), place: 'page' });
}
