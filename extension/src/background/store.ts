import { now } from '../core/call.ts';
import { noticeKey, shownKey, type Trouble, troubleKey } from '../core/messages.ts';
import type { Choices, OpenedRules, Reader, Settings, Table } from '../core/protocol.ts';

// The storage keys. Everything else goes through this file.
const rulesKey = 'rules';
const entryKey = 'rule:';
const choicesKey = 'choices:';
const settingsKey = 'settings';
const tableKey = 'table';
const everywhere = '*';

type Rules = { version: string; groups: OpenedRules['groups']; ids: string[] };
/** What is known of the notice table: when it goes stale and where scripts belong. */
export type TableState = Pick<Table, 'until' | 'matches' | 'frameMatches'> & { hosts: string[]; builtFor: string };

/** Runs `change` alone: of two changes at the same time the second waits, in whatever context it runs. */
export function alone<T>(change: () => Promise<T>): Promise<T> {
  return navigator.locks.request('store', change);
}

async function get<T>(key: string): Promise<T | undefined> {
  return (await chrome.storage.local.get(key))[key] as T | undefined;
}

/** Reads the platforms of the rule set, all or the given ones, and whom to decide for. */
export async function readEverything(ids?: string[]): Promise<{ entries: unknown[]; reader: Reader; rules: Rules }> {
  const rules = (await get<Rules>(rulesKey)) ?? { version: '', groups: {}, ids: [] };
  const wanted = ids ?? rules.ids;
  const keys = wanted.flatMap(id => [entryKey + id, choicesKey + id]);
  const stored = await chrome.storage.local.get([...keys, choicesKey + everywhere, settingsKey]);
  const choices: Record<string, Choices> = {};
  for (const id of [...wanted, everywhere]) {
    const record = stored[choicesKey + id];
    if (record) choices[id] = record as Choices;
  }
  const settings = (stored[settingsKey] as Settings | undefined) ?? { region: '' };
  const entries = wanted.map(id => stored[entryKey + id]).filter(entry => entry !== undefined);
  return { entries, reader: { groups: rules.groups, settings, choices, now: now() }, rules };
}

/** Finds the ids of the platforms that may be at a host, most specific host first. */
export async function platformsAt(host: string): Promise<string[]> {
  const keys: string[] = [];
  for (let rest = host.replace(/\.$/, ''); rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) keys.push(noticeKey + rest);
  const records = await chrome.storage.local.get(keys);
  const ids = keys.flatMap(key => ((records[key] as Table['records'][string] | undefined)?.rows ?? []).map(row => row.platform));
  return [...new Set(ids)];
}

/** Puts a rule set that the engine opened in force, in one write. */
export async function activate(opened: OpenedRules): Promise<void> {
  const before = await get<Rules>(rulesKey);
  const ids = Object.keys(opened.entries);
  const items: Record<string, unknown> = { [rulesKey]: { version: opened.version, groups: opened.groups, ids } };
  for (const id of ids) items[entryKey + id] = opened.entries[id];
  await chrome.storage.local.set(items);
  const gone = before?.ids.filter(id => !ids.includes(id)).map(id => entryKey + id) ?? [];
  if (gone.length > 0) await chrome.storage.local.remove(gone);
}

/** Writes the notice table, one record per host, in one write. */
export async function writeTable(table: Table, builtFor: string): Promise<TableState> {
  const before = await readTable();
  const hosts = Object.keys(table.records);
  const state: TableState = { until: table.until, matches: table.matches, frameMatches: table.frameMatches, hosts, builtFor };
  const items: Record<string, unknown> = { [tableKey]: state };
  for (const host of hosts) items[noticeKey + host] = table.records[host];
  await chrome.storage.local.set(items);
  const gone = before?.hosts.filter(host => !hosts.includes(host)).map(host => noticeKey + host) ?? [];
  if (gone.length > 0) await chrome.storage.local.remove(gone);
  return state;
}

/** Reads what is known of the notice table. */
export function readTable(): Promise<TableState | undefined> {
  return get<TableState>(tableKey);
}

/** Reads what the user chose about a platform. */
export async function readChoices(platform: string): Promise<Choices> {
  return (await get<Choices>(choicesKey + platform)) ?? {};
}

/** Keeps what the user chose about a platform. */
export function writeChoices(platform: string, record: Choices): Promise<void> {
  return chrome.storage.local.set({ [choicesKey + platform]: record });
}

/** Reads the settings; undefined before the first start. */
export function readSettings(): Promise<Settings | undefined> {
  return get<Settings>(settingsKey);
}

/** Keeps the settings. */
export function writeSettings(settings: Settings): Promise<void> {
  return chrome.storage.local.set({ [settingsKey]: settings });
}

/** Keeps what failed, for people to see; undefined when all is well. */
export function writeTrouble(trouble: Trouble | undefined): Promise<void> {
  return trouble ? chrome.storage.local.set({ [troubleKey]: trouble }) : chrome.storage.local.remove(troubleKey);
}

/** Reads what failed last. */
export function readTrouble(): Promise<Trouble | undefined> {
  return get<Trouble>(troubleKey);
}

/** Tells whether the banner of a platform was shown since the browser started. */
export async function wasShown(platform: string): Promise<boolean> {
  return ((await get<string[]>(shownKey)) ?? []).includes(platform);
}

/** Forgets which banners were shown. */
export function forgetShown(): Promise<void> {
  return chrome.storage.local.remove(shownKey);
}
