import { call } from '../core/call.ts';
import { updateLock } from '../core/messages.ts';
import type { OpenedRules, TrustRecord } from '../core/protocol.ts';
import { readBlob, readRecord, readSet, unseal, writeRecord } from './database.ts';
import type { Source } from './sources.ts';
import { readTrustCopy, writeTrustCopy } from './store.ts';

/** Unix time in seconds. */
export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Runs `change` while nothing else changes a trust record, in whatever context. What comes second waits. */
export function aloneTrusting<T>(change: () => Promise<T>): Promise<T> {
  return navigator.locks.request(updateLock, change);
}

/** The copies of a source's record that are not damaged. */
export async function copies({ name }: Source): Promise<TrustRecord[]> {
  const both = await Promise.all([readRecord(name), readTrustCopy(name).then(unseal)]);
  return both.filter(text => text !== undefined).map(text => JSON.parse(text));
}

/** Reads the record of a source, or the one that it begins with. */
export async function readTrust(source: Source): Promise<TrustRecord> {
  return (await call('load', { stored: await copies(source), root: source.root })).record;
}

/** Stores the record that follows the generation before, with an opened rule set and the files of a run if there are any, and then its copy. */
export async function commit({ name }: Source, before: number, after: TrustRecord, opened?: OpenedRules, files?: Map<string, string>): Promise<TrustRecord> {
  const record = { ...after, gen: before + 1 };
  const { active } = record;
  const set = opened && active ? { slot: active.slot, text: JSON.stringify(opened), key: slotKey(active) } : undefined;
  await writeTrustCopy(name, await writeRecord(name, record, { set, files }));
  return record;
}

/** Names what a slot has to hold: another extension may open the same release in another way. */
export function slotKey(release: { epoch: number; index: number }): string {
  return `${versionOf(release)} ${build()}`;
}

/** Names the extension that opened a rule set. */
export function build(): string {
  return chrome.runtime.getManifest().version;
}

/** A release as people name it, such as 1.42. */
export function versionOf({ epoch, index }: { epoch: number; index: number }): string {
  return `${epoch}.${index}`;
}

/** Reads the rule set of the release in use from its slot, or opens it anew from its data files. Undefined if both are damaged. */
export async function reopen(source: Source, record: TrustRecord): Promise<OpenedRules | undefined> {
  const { active } = record;
  if (!active) return undefined;
  const text = await readSet(source.name, active.slot, slotKey(active));
  if (text !== undefined) return JSON.parse(text);
  const files: Record<string, string> = {};
  for (const { name, sha256 } of active.files) {
    const bytes = await readBlob(sha256);
    if (bytes === undefined) return undefined;
    files[name] = bytes;
  }
  const opened = await call('openFiles', { record, files, known: source.known, from: source.builtIn ? '' : source.name }).catch(() => undefined);
  if (opened) await commit(source, record.gen, record, opened);
  return opened;
}
