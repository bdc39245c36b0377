import { noticeKey } from './messages.ts';
import type { Notice, NoticeRecord, Row } from './protocol.ts';

/** The keys of the records that may be about a host, its own first. */
export function noticeKeys(host: string): string[] {
  const keys: string[] = [];
  for (let rest = host.replace(/\.$/, ''); rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) keys.push(noticeKey + rest);
  return keys;
}

/** What the notice table says of a path: the first record with a row for it. `stored` is what storage.local has under the keys. */
export function rowAt(stored: Record<string, unknown>, keys: string[], path: string): { record: NoticeRecord; row: Row } | undefined {
  for (const key of keys) {
    const record = stored[key] as NoticeRecord | undefined;
    const row = record?.rows.find(({ paths }) => under(path, paths));
    if (record && row) return { record, row };
  }
  return undefined;
}

/** The first notice for a path among the composers of a platform. */
export function noticeAt({ surfaces }: Row, path: string): Notice | undefined {
  return surfaces.find(({ notice, paths }) => notice && under(path, paths))?.notice;
}

/** Tells whether a path is at or below one of the prefixes; none means any. As `match.Under` in the core. */
export function under(path: string, prefixes: string[] | undefined): boolean {
  if (!prefixes?.length) return true;
  const segments = path.split('/');
  return prefixes.some(prefix => {
    const wanted = prefix.replace(/\/$/, '').split('/');
    return wanted.every((want, index) => want === segments[index] || (want === '*' && segments[index]));
  });
}
