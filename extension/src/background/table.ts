import { call } from '../core/call.ts';
import { readPreferences } from './kept.ts';
import { lookUnder, readManaged } from './policy.ts';
import { register, scriptsOf, serveOpenTabs } from './register.ts';
import { alone, hasChanged, readEverything, readSettings, readTable, type TableState, writeSettings, writeTable } from './store.ts';

/** The alarm at which the notice table goes stale. */
export const staleAlarm = 'stale';

/** Decides ahead for all hosts, stores the result and registers the content script where there is something to say. */
export async function rebuild(): Promise<TableState> {
  await ensureSettings();
  const { entries, reader, rules } = await readEverything();
  const table = await call('notices', { ...reader, entries });
  const scripts = scriptsOf(table);
  const fresh = await register(scripts); // first: a script without a record is silent, a record without a script is lost
  await serveOpenTabs(fresh); // before the table says that all is done
  const [managed, { textSize }] = await Promise.all([readManaged(), readPreferences()]);
  const builtFor = Object.fromEntries(Object.entries(rules).map(([source, { version }]) => [source, version]));
  const state = await writeTable(table, scripts, { builtFor, policy: JSON.stringify(managed) }, lookUnder(managed, { textSize }));
  await wakeWhenStale(state);
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

/** Rebuilds the notice table if a worker was stopped between a change and the table that has it, and serves the tabs that were left out with it. */
export async function rebuildIfChanged(): Promise<void> {
  if (!(await hasChanged())) return;
  const state = await alone(async () => ((await hasChanged()) ? rebuild() : readTable()));
  await serveOpenTabs(state?.scripts ?? []);
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
