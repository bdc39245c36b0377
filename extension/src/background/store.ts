import { now } from '../core/call.ts';
import { type BannerLook, bannerKey, changedKey, choicesKey, noticeKey, type Sweep, shownKey, type Trouble, troubleKey } from '../core/messages.ts';
import type { Choices, NoticeRecord, OpenedRules, Reader, RulesChange, Settings, Table } from '../core/protocol.ts';
import { noticeKeys, rowAt } from '../core/record.ts';
import type { Sealed } from './database.ts';
import { readManaged, settingsUnder } from './policy.ts';

// The keys of storage.local, with kept.ts. Everything else goes through the two, and what updates store besides through database.ts.
const rulesKey = 'rules';
const sourcesKey = 'sources';
const addressesKey = 'addresses';
const trustKey = 'trust:';
const entryKey = 'rule:';
const textsKey = 'texts:';
const settingsKey = 'settings';
const tableKey = 'table';
const pickedKey = 'picked';
const sweepKey = 'sweep';
const allowedKey = 'allowed';
const everywhere = '*';

/** What is in force of a source. */
export type Rules = {
  version: string;
  groups: OpenedRules['groups'];
  ids: string[];
  /** The extension that opened it. */
  build: string;
  /** Link domains that are held back, with the Unix second from which each is shown. */
  held: Record<string, number>;
  /** What the last releases changed, newest first. */
  changes: (RulesChange & { version: string; day: string })[];
};
/** A source that the user or an organisation added, under its name. */
export type Added = {
  urls: string[];
  /** The root that it was added with. */
  root: string;
  links: boolean;
  hints: boolean;
  managed?: boolean;
};
/** The built-in source has no name here. */
const builtIn = '';
/** Where a script of the extension belongs, whether the extension may go there or not. */
export type Script = { id: string; file: string; matches: string[]; allFrames: boolean };
/** What is known of the notice table: when it goes stale, where scripts belong, and from what it was made: the version of each source, and an organisation's policy. */
export type TableState = Pick<Table, 'until'> & { scripts: Script[]; hosts: string[]; builtFor: Record<string, string>; policy?: string };

/** Runs `change` alone: of two changes at the same time the second waits, in whatever context it runs. */
export function alone<T>(change: () => Promise<T>): Promise<T> {
  return navigator.locks.request('store', () => change()); // which is given no lock: `rebuild` would take it for its argument
}

/** Reads what is under a key. What is no object, or no list where `like` is one, is rubbish, and as good as nothing. */
export async function get<T extends object>(key: string, like: 'object' | 'list' = 'object'): Promise<T | undefined> {
  return shaped((await chrome.storage.local.get(key))[key], like);
}

function shaped<T extends object>(value: unknown, like: 'object' | 'list' = 'object'): T | undefined {
  return typeof value === 'object' && value !== null && Array.isArray(value) === (like === 'list') ? (value as T) : undefined;
}

/**
 * Stores something that the notice table is made from, and in the same write that the table is not made from it yet: whoever is
 * stopped before it is, the next worker makes it, and until then no banner is shown that the engine has not confirmed.
 */
export function change(items: Record<string, unknown>): Promise<void> {
  return chrome.storage.local.set({ ...items, [changedKey]: true });
}

/** Keeps that all is done that a change asked for. */
export function endChange(): Promise<void> {
  return chrome.storage.local.set({ [changedKey]: false });
}

/** Tells whether something has changed since the notice table was made. */
export async function hasChanged(): Promise<boolean> {
  return (await chrome.storage.local.get(changedKey))[changedKey] === true;
}

/** Reads the platforms of the rule sets in force, all or the given ones, and whom to decide for. */
export async function readEverything(ids?: string[]): Promise<{ entries: unknown[]; reader: Reader; rules: Record<string, Rules> }> {
  const { rules, sources } = await readRules();
  const wanted = ids ?? Object.values(rules).flatMap(({ ids }) => ids);
  const keys = wanted.flatMap(id => [entryKey + id, choicesKey + id]);
  const [stored, managed] = await Promise.all([chrome.storage.local.get([...keys, choicesKey + everywhere, settingsKey]), readManaged()]);
  const choices: Record<string, Choices> = {};
  for (const id of [...wanted, everywhere]) {
    const record = shaped<Choices>(stored[choicesKey + id]);
    if (record) choices[id] = record;
  }
  const settings = settingsUnder(managed, shaped<Settings>(stored[settingsKey]) ?? { region: '' });
  const entries = wanted.flatMap(id => entryIn(stored, id) ?? []);
  const groups = Object.assign({}, ...Object.values(rules).map(({ groups }) => groups), rules[builtIn]?.groups);
  const held = Object.fromEntries(Object.entries(rules).map(([source, { held }]) => [source, held]));
  const abilities = Object.fromEntries(Object.entries(sources).map(([source, { links, hints }]) => [source, { links, hints }]));
  return { entries, reader: { groups, settings, choices, now: now(), held, sources: abilities }, rules };
}

function entryIn(stored: Record<string, unknown>, id: string): { id: string } | undefined {
  const entry = shaped<{ id: string }>(stored[entryKey + id]);
  return entry?.id === id ? entry : undefined;
}

/** Tells whether every platform of a rule set has its entry. */
export async function isWhole({ ids }: Rules): Promise<boolean> {
  const stored = await chrome.storage.local.get(ids.map(id => entryKey + id));
  return ids.every(id => entryIn(stored, id));
}

/** Reads what is in force, by source, and the sources that were added. */
export async function readRules(): Promise<{ rules: Record<string, Rules>; sources: Record<string, Added> }> {
  const stored = await chrome.storage.local.get([rulesKey, sourcesKey]);
  return { rules: shaped<Record<string, Rules>>(stored[rulesKey]) ?? {}, sources: shaped<Record<string, Added>>(stored[sourcesKey]) ?? {} };
}

/** Finds the ids of the platforms that may be at a host, most specific host first. */
export async function platformsAt(host: string): Promise<string[]> {
  const keys = noticeKeys(host);
  const records = await chrome.storage.local.get(keys);
  const found = keys.map(key => records[key] as NoticeRecord | undefined);
  return [...new Set(found.flatMap(record => [...(record?.rows ?? []).map(({ platform }) => platform), ...(record?.others ?? [])]))];
}

/** Reads what the notice table says of an address. */
export async function readRow({ hostname, pathname }: URL): Promise<ReturnType<typeof rowAt>> {
  const keys = noticeKeys(hostname);
  return rowAt(await chrome.storage.local.get(keys), keys, pathname);
}

/** The host that a match pattern of the notice table is for. */
export function hostOf(pattern: string): string {
  return pattern.slice('https://*.'.length, -'/*'.length);
}

/** Reads the notice table's record of a host. */
export function readRecord(host: string): Promise<NoticeRecord | undefined> {
  return get<NoticeRecord>(noticeKey + host);
}

/** Reads the match patterns that the extension was once allowed to read. */
export async function readAllowed(): Promise<string[]> {
  return (await get<string[]>(allowedKey, 'list')) ?? [];
}

/** Keeps the match patterns that the extension was once allowed to read. */
export function writeAllowed(patterns: string[]): Promise<void> {
  return chrome.storage.local.set({ [allowedKey]: patterns });
}

/** Texts of rules in English, each with its translation. */
export type Texts = { language: string; texts: [string, string][] };

/** Reads the translations that came with a source's rules. */
export async function readTexts(source: string): Promise<Texts> {
  return (await get<Texts>(textsKey + source)) ?? { language: 'en', texts: [] };
}

/** Puts a rule set that the engine opened in force, in one write, with its texts in a language. The built-in source has no name. */
export async function activate(opened: OpenedRules, source: string, language: string, about: Pick<Rules, 'build' | 'held' | 'changes'>): Promise<void> {
  const { rules } = await readRules();
  const ids = Object.keys(opened.entries);
  const items: Record<string, unknown> = {
    [rulesKey]: { ...rules, [source]: { version: opened.version, groups: opened.groups, ids, ...about } satisfies Rules },
  };
  items[textsKey + source] = { language, texts: Object.entries(opened.texts ?? {}) } satisfies Texts;
  for (const id of ids) items[entryKey + id] = opened.entries[id];
  await change(items);
  await forgetEntries(rules[source]?.ids.filter(id => !ids.includes(id)));
}

/** Keeps which links of a source are held back. */
export async function writeHeld(source: string, held: Record<string, number>): Promise<void> {
  const { rules } = await readRules();
  const before = rules[source];
  if (before) await change({ [rulesKey]: { ...rules, [source]: { ...before, held } } });
}

/** Takes the rules of a source that was added out of force, and the source off the list, with what the user chose about its platforms. */
export async function forgetAdded(source: string): Promise<void> {
  const { rules, sources } = await readRules();
  const { [source]: _, ...rest } = rules;
  const { [source]: __, ...others } = sources;
  const shown = ((await get<string[]>(shownKey, 'list')) ?? []).filter(id => !isOf(source, id));
  await change({ [rulesKey]: rest, [sourcesKey]: others, [shownKey]: shown });
  const keys = Object.keys(await chrome.storage.local.get());
  const its = keys.filter(key => [entryKey, choicesKey].some(prefix => key.startsWith(prefix) && isOf(source, key.slice(prefix.length))));
  await chrome.storage.local.remove([trustKey + source, textsKey + source, ...its]);
}

/** Tells whether a platform is of a source. An id has no slash of its own, but the name of another source may begin with this one. */
function isOf(source: string, platform: string): boolean {
  return platform.startsWith(`${source}/`) && !platform.includes('/', source.length + 1);
}

async function forgetEntries(ids: string[] = []): Promise<void> {
  if (ids.length > 0) await chrome.storage.local.remove(ids.map(id => entryKey + id));
}

/** Keeps a source that is added, or its new abilities. */
export async function writeAdded(source: string, added: Added): Promise<void> {
  await change({ [sourcesKey]: { ...(await readRules()).sources, [source]: added } });
}

/** Reads where the built-in source is to be found; undefined for where the package says. */
export async function readAddresses(): Promise<string[] | undefined> {
  const urls = await get<string[]>(addressesKey, 'list');
  return urls?.length ? urls : undefined;
}

/** Keeps where the built-in source is to be found. */
export function writeAddresses(urls: string[]): Promise<void> {
  return chrome.storage.local.set({ [addressesKey]: urls });
}

/** Reads the copy of a source's trust record. */
export function readTrustCopy(source: string): Promise<Sealed | undefined> {
  return get<Sealed>(trustKey + source);
}

/** Writes the copy of a source's trust record. */
export function writeTrustCopy(source: string, sealed: Sealed): Promise<void> {
  return chrome.storage.local.set({ [trustKey + source]: sealed });
}

/** Writes the notice table, one record per host, and how banners look, in one write; unless there is more to do, it has all that has changed. */
export async function writeTable(
  table: Table,
  scripts: Script[],
  madeFrom: Pick<TableState, 'builtFor' | 'policy'>,
  look: BannerLook,
  isDone: boolean,
): Promise<TableState> {
  const before = await readTable();
  const hosts = Object.keys(table.records);
  const state: TableState = { until: table.until, scripts, hosts, ...madeFrom };
  const items: Record<string, unknown> = { [tableKey]: state, [bannerKey]: look, [changedKey]: !isDone };
  for (const host of hosts) items[noticeKey + host] = table.records[host];
  const gone = before?.hosts.filter(host => !hosts.includes(host)).map(host => noticeKey + host) ?? [];
  if (gone.length > 0) await chrome.storage.local.remove(gone); // first: the state that is stored still names them
  await chrome.storage.local.set(items);
  return state;
}

/** Reads what is known of the notice table. */
export async function readTable(): Promise<TableState | undefined> {
  const state = await get<TableState>(tableKey);
  return Array.isArray(state?.hosts) && Array.isArray(state.scripts) ? state : undefined;
}

/** Reads what the user chose about a platform. */
export async function readChoices(platform: string): Promise<Choices> {
  return (await get<Choices>(choicesKey + platform)) ?? {};
}

/** Keeps what the user chose about a platform. */
export function writeChoices(platform: string, record: Choices): Promise<void> {
  return change({ [choicesKey + platform]: record });
}

/** Reads the settings; undefined before the first start. */
export function readSettings(): Promise<Settings | undefined> {
  return get<Settings>(settingsKey);
}

/** Keeps the settings. */
export function writeSettings(settings: Settings): Promise<void> {
  return change({ [settingsKey]: settings });
}

/** Reads which platforms the user uses, by id. */
export async function readPicked(): Promise<string[]> {
  return (await get<string[]>(pickedKey, 'list')) ?? [];
}

/** Keeps which platforms the user uses. */
export function writePicked(ids: string[]): Promise<void> {
  return chrome.storage.local.set({ [pickedKey]: ids });
}

/** Reads how far the sweep has come; one that is over has no steps. */
export async function readSweep(): Promise<Sweep> {
  return (await get<Sweep>(sweepKey)) ?? { steps: [], at: 0 };
}

/** Keeps how far the sweep has come. */
export function writeSweep(sweep: Sweep): Promise<void> {
  return chrome.storage.local.set({ [sweepKey]: sweep });
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
  return ((await get<string[]>(shownKey, 'list')) ?? []).includes(platform);
}

/** Forgets which banners were shown. */
export function forgetShown(): Promise<void> {
  return chrome.storage.local.remove(shownKey);
}
