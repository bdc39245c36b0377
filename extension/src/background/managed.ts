import { isCountry } from '../core/countries.ts';
import type { ManagedState } from '../core/messages.ts';

/** What an organisation has set for its devices (protocol, section 14, and docs/administrators.md). */
export type Managed = {
  /** Sources that every user has. */
  sources?: { url: string; root: string; abilities?: string[] }[];
  /** A base URL to use instead of the source's own. */
  mirror?: string;
  /** False: users cannot add sources. */
  userSources?: boolean;
  pin?: { source: string; epoch: number; index: number; sha256: string };
  minimum?: { source: string; epoch: number; index: number };
  delayHours?: number;
  /** False: nothing is fetched; rules come by import only. */
  updates?: boolean;
  holdHours?: number;
  /** The country for which decisions are. */
  region?: string;
  /** True: nothing is put into pages. */
  toolbarOnly?: boolean;
  /** The platforms without notices, and those whose notices cannot be put off. */
  muted?: string[];
  alwaysShown?: string[];
  /** A sentence of the organisation's own, shown with the banner. */
  sentence?: string;
};

/** What a value has to be, in words, and whether one is that. */
type Kind = { must: string; is(value: unknown): boolean };

const flag: Kind = { must: 'true or false', is: value => typeof value === 'boolean' };
const address: Kind = { must: 'an address that starts with https:// and ends in /', is: value => isText(value, 2000) && /^https?:\/\/.+\/$/.test(value) };
const ids: Kind = { must: 'a list of platform ids', is: value => isList(value, id => isText(id, 200)) };
const hours = (most: number): Kind => ({ must: `a whole number from 0 to ${most}`, is: value => isCount(value) && value <= most });
const release = (more: object, isMore: (value: object) => boolean): Kind => ({
  must: `an object with ${['source', 'epoch', 'index', ...Object.keys(more)].join(', ')}`,
  is: value => isRelease(value) && isMore(value),
});

const kinds: Record<keyof Managed, Kind> = {
  sources: {
    must: 'a list of objects with url, root as <version>:<SHA-256>, and abilities as info, links or hints',
    is: value => isList(value, isSource),
  },
  mirror: address,
  userSources: flag,
  pin: release({ sha256: '' }, value => 'sha256' in value && /^[0-9a-f]{64}$/.test(String(value.sha256))),
  minimum: release({}, () => true),
  delayHours: hours(8760),
  updates: flag,
  holdHours: hours(720),
  region: { must: 'the code of a country, such as DE', is: value => typeof value === 'string' && isCountry(value) },
  toolbarOnly: flag,
  muted: ids,
  alwaysShown: ids,
  sentence: { must: 'a text of 1 to 200 characters', is: value => isText(value, 200) && value.trim() !== '' },
};

/** Keeps what can be used of what an organisation has set, and tells the keys of the rest. */
export function check(raw: Record<string, unknown>): { managed: Managed; problems: ManagedState['problems'] } {
  const [managed, problems]: [Record<string, unknown>, ManagedState['problems']] = [{}, []];
  for (const [key, value] of Object.entries(raw)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key as keyof Managed] : undefined;
    if (kind?.is(value)) managed[key] = value;
    else problems.push({ key, must: kind?.must ?? '' });
  }
  return { managed, problems };
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length > 0 && [...value].length <= most;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= 1000 && value.every(isItem);
}

function isRelease(value: unknown): value is object {
  return (
    value instanceof Object &&
    'source' in value &&
    isText(value.source, 200) &&
    'epoch' in value &&
    isCount(value.epoch) &&
    'index' in value &&
    isCount(value.index)
  );
}

function isSource(value: unknown): boolean {
  if (!(value instanceof Object && 'url' in value && 'root' in value)) return false;
  const { url, root } = value;
  const found = isText(url, 2000) && /^https?:\/\/./.test(url) && isText(root, 200) && /^\d+:./.test(root);
  return found && (!('abilities' in value) || isList(value.abilities, ability => ['info', 'links', 'hints'].includes(String(ability))));
}
