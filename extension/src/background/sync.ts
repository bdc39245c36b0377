import { call } from '../core/call.ts';
import { choicesKey, type Sharing } from '../core/messages.ts';
import type { Choices } from '../core/protocol.ts';
import { readAllChoices, readSharing, writeAllChoices, writeSharing } from './kept.ts';
import { same } from './same.ts';
import { alone } from './store.ts';
import { rebuild } from './table.ts';
import { seconds } from './trust.ts';

// Choices are shared as they are stored: one record a platform, so that changes to different ones never meet. Of the same
// one the core says which record is the later. What fails is kept for the options page, and made up for at the next turn. All
// of them gone at once means that sharing was ended on another device; to write them again would undo that.

type Records = Record<string, Choices>;

/** Begins or ends to share. What is here stays here in any case. */
export async function setSharing(on: boolean): Promise<Sharing> {
  await inTurn(() => writeSharing(on ? { on } : { on, left: true })); // first, in case the worker is stopped in the middle
  await share();
  return readSharing();
}

/** Brings what is here and what is shared to the same state, if the user wants that; removes what is shared if not. */
export async function share(): Promise<void> {
  await inTurn(async () => {
    const before = await readSharing();
    if (!before.on && !before.left) return;
    try {
      await writeSharing(before.on ? await exchange(before) : await withdraw());
    } catch (error) {
      await writeSharing({ ...before, failure: String(error) });
    }
  });
}

/** Runs one thing after another, in whatever context. Choices do not wait for it: the browser's account may be slow. */
function inTurn<T>(run: () => Promise<T>): Promise<T> {
  return navigator.locks.request('sharing', run);
}

async function exchange({ shared = 0 }: Sharing): Promise<Sharing> {
  const there = await readShared();
  if (shared > 0 && Object.keys(there).length === 0) return { on: false, elsewhere: true };
  const [give, unreadable] = await alone(() => take(there));
  await put(give);
  if (unreadable.length > 0) throw new Error(`not readable here, perhaps from a newer version: ${unreadable.join(', ')}`);
  return { on: true, at: seconds(), shared: new Set([...Object.keys(there), ...Object.keys(give)]).size };
}

async function readShared(): Promise<Record<string, unknown>> {
  const all = Object.entries(await chrome.storage.sync.get()).filter(([key]) => key.startsWith(choicesKey));
  return Object.fromEntries(all.map(([key, record]) => [key.slice(choicesKey.length), record]));
}

/** Takes what is newer there. Returns what is newer here, and the platforms whose record cannot be read: those are left alone. */
async function take(there: Record<string, unknown>): Promise<[give: Records, unreadable: string[]]> {
  const here = await readAllChoices();
  const [taken, give, unreadable]: [Records, Records, string[]] = [{}, { ...here }, []];
  for (const [id, value] of Object.entries(there)) {
    const [own, other] = [here[id], await read(id, value)];
    const later = own && other ? await call('merge', { here: own, there: other }) : (other ?? own);
    if (!other) unreadable.push(id);
    else if (later && !same(later, own)) taken[id] = later;
    if (!other || same(later, value)) delete give[id];
    else if (later) give[id] = later;
  }
  if (Object.keys(taken).length > 0) {
    await writeAllChoices(taken);
    await rebuild();
  }
  return [give, unreadable];
}

async function read(id: string, record: unknown): Promise<Choices | undefined> {
  const text = JSON.stringify({ 'beforehand-choices': 1, choices: { [id]: record } });
  const file = await call('openChoices', { text }).catch(() => undefined);
  return file?.choices[id];
}

/** Writes all at once; if that is refused one by one, so that a record for which there is no space keeps no other from its place. */
async function put(records: Records): Promise<void> {
  const items = Object.entries(records).map(([id, record]) => ({ [choicesKey + id]: record }));
  if (items.length === 0) return;
  try {
    await chrome.storage.sync.set(Object.assign({}, ...items));
  } catch (error) {
    if (items.length === 1) throw error;
    const ends = await Promise.allSettled(items.map(item => chrome.storage.sync.set(item)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

async function withdraw(): Promise<Sharing> {
  await chrome.storage.sync.remove(Object.keys(await readShared()).map(id => choicesKey + id));
  return { on: false };
}
