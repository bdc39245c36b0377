import type { Waiting } from '../core/messages.ts';
import { hostOf, readAllowed, readRecord, readTable, writeAllowed } from './store.ts';

/** Tells which parts of match patterns the extension may read. It remembers them: what was allowed once and is not any more was taken back. */
export async function allowedOf(patterns: string[]): Promise<(pattern: string) => string[]> {
  const [granted, before] = await Promise.all([readGranted(), readAllowed()]);
  const fresh = patterns.filter(pattern => !before.includes(pattern) && partsOf(pattern, granted).length > 0);
  if (fresh.length > 0) await writeAllowed([...before, ...fresh]);
  return pattern => partsOf(pattern, granted);
}

/** Lists the platforms with something to say whose pages the extension may not read. */
export async function waiting(): Promise<Waiting[]> {
  const [table, granted, before] = await Promise.all([readTable(), readGranted(), readAllowed()]);
  const closed = new Set(table?.scripts.flatMap(({ matches }) => matches).filter(pattern => partsOf(pattern, granted).length === 0));
  const platforms = new Map<string, Waiting>();
  for (const origin of closed) {
    const record = await readRecord(hostOf(origin));
    for (const { platform: id, surfaces } of record?.rows ?? []) {
      const name = surfaces.find(({ notice }) => notice)?.notice?.platform;
      const known = platforms.get(id) ?? { id, name, origins: [], taken: false };
      if (name) platforms.set(id, { ...known, name, origins: [...known.origins, origin], taken: known.taken || before.includes(origin) });
    }
  }
  return [...platforms.values()].sort((a, b) => a.name.localeCompare(b.name));
}

async function readGranted(): Promise<string[]> {
  return (await chrome.permissions.getAll()).origins ?? [];
}

/** What of a match pattern is granted: all of it, or the hosts below it that the user picked in the browser's own menu. */
export function partsOf(pattern: string, granted: string[]): string[] {
  if (granted.some(origin => covers(origin, pattern))) return [pattern];
  return granted.filter(origin => covers(pattern, origin)).map(origin => `https://${hostIn(origin)}/*`);
}

function covers(outer: string, inner: string): boolean {
  const [around, within] = [hostIn(outer), hostIn(inner)];
  return around === '*' || around === within || (around.startsWith('*.') && `.${within}`.endsWith(around.slice(1)));
}

/** The host of a match pattern that holds for https, with its wildcard. */
function hostIn(pattern: string): string {
  return pattern === '<all_urls>' ? '*' : (/^(?:\*|https):\/\/([^/]+)\//.exec(pattern)?.[1] ?? '');
}
