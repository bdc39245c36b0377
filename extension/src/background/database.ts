import type { TrustRecord } from '../core/protocol.ts';
import { digest } from './digest.ts';

// What updates store (protocol, section 8). Rule sets in force are in storage.local, where the content script can read them.

/** A text with its SHA-256, so that damage is seen. */
export type Sealed = { text: string; sha256: string };
type Slot = Sealed & { key: string };

const stores = ['trust', 'set', 'blob', 'file'] as const;
type Store = (typeof stores)[number];

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('rules', 1);
    request.onupgradeneeded = () => {
      for (const store of stores) request.result.createObjectStore(store);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).catch(error => {
    opening = undefined;
    throw error;
  });
  return opening;
}

/** Runs one transaction; it is durable when the promise is kept. */
async function transact<T>(names: Store[], mode: IDBTransactionMode, act: (transaction: IDBTransaction) => T): Promise<T> {
  const transaction = (await open()).transaction(names, mode, { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('another update was first'));
  });
  const result = act(transaction);
  await done;
  return result;
}

async function get<T>(store: Store, key: string): Promise<T | undefined> {
  const request = await transact([store], 'readonly', transaction => transaction.objectStore(store).get(key) as IDBRequest<T | undefined>);
  return request.result;
}

/** Seals a text. */
export async function seal(text: string): Promise<Sealed> {
  return { text, sha256: await digest(text) };
}

/** Returns a sealed text, or undefined if it is damaged. */
export async function unseal(sealed: Sealed | undefined): Promise<string | undefined> {
  if (typeof sealed?.text !== 'string') return undefined;
  return (await digest(sealed.text)) === sealed.sha256 ? sealed.text : undefined;
}

/** Reads the record of a source; undefined if there is none, or a damaged one. */
export async function readRecord(source: string): Promise<string | undefined> {
  return unseal(await get<Sealed>('trust', source));
}

/** What comes with a record: a new rule set, and the files that a run has verified, in base64 by path, for export. */
export type With = { set?: { slot: string; text: string; key: string }; files?: Map<string, string> };

/** Writes a record and what comes with it, or nothing. Throws if another run has written this generation already. */
export async function writeRecord(source: string, record: TrustRecord, { set, files }: With): Promise<Sealed> {
  const [sealed, slot, before] = await Promise.all([seal(JSON.stringify(record)), set && seal(set.text), readRecord(source)]);
  await transact(['trust', 'set', 'file'], 'readwrite', transaction => {
    const trust = transaction.objectStore('trust');
    const stored = trust.get(source) as IDBRequest<Sealed | undefined>;
    stored.onsuccess = () => {
      // A damaged record counts for nothing.
      if (before !== undefined && stored.result && (JSON.parse(stored.result.text) as TrustRecord).gen >= record.gen) return transaction.abort();
      trust.put(sealed, source);
      if (set && slot) transaction.objectStore('set').put({ ...slot, key: set.key } satisfies Slot, `${source} ${set.slot}`);
      if (files) keepFiles(transaction.objectStore('file'), source, files);
    };
  });
  return sealed;
}

/** Reads the rule set in a slot; undefined if it is damaged or another one than the key says. */
export async function readSet(source: string, slot: string, key: string): Promise<string | undefined> {
  const found = await get<Slot>('set', `${source} ${slot}`);
  return found?.key === key ? unseal(found) : undefined;
}

/** Reads a data file, in base64. One that is not what its name says is as good as none. */
export async function readBlob(sha256: string): Promise<string | undefined> {
  const content = await get<string>('blob', sha256);
  return typeof content === 'string' && (await isBlob(sha256, content)) ? content : undefined;
}

/** Keeps a data file, in base64, if it is what its name says. */
export async function keepBlob(sha256: string, content: string): Promise<void> {
  if (await isBlob(sha256, content)) await transact(['blob'], 'readwrite', transaction => transaction.objectStore('blob').put(content, sha256));
}

async function isBlob(sha256: string, content: string): Promise<boolean> {
  try {
    return (await digest(Uint8Array.fromBase64(content))) === sha256;
  } catch {
    return false; // no base64
  }
}

/** Deletes the data files that no release in `used` has. */
export async function forgetBlobs(used: Set<string>): Promise<void> {
  await transact(['blob'], 'readwrite', transaction => {
    const blobs = transaction.objectStore('blob');
    const keys = blobs.getAllKeys();
    keys.onsuccess = () => {
      for (const key of keys.result) if (!used.has(String(key))) blobs.delete(key);
    };
  });
}

/** Keeps the files of a run. Those of an older head are deleted when there is a new one. */
function keepFiles(store: IDBObjectStore, source: string, files: Map<string, string>): void {
  if ([...files.keys()].some(path => path.startsWith('entry/'))) {
    store.delete(within(`${source} entry/`));
    store.delete(within(`${source} tile/`));
  }
  for (const [path, content] of files) store.put(content, `${source} ${path}`);
}

/** Reads the files that were kept of a source, in base64 by path. */
export async function readFiles(source: string): Promise<Record<string, string>> {
  const [keys, values] = await transact(['file'], 'readonly', transaction => {
    const store = transaction.objectStore('file');
    return [store.getAllKeys(within(`${source} `)), store.getAll(within(`${source} `)) as IDBRequest<string[]>] as const;
  });
  return Object.fromEntries(keys.result.map((key, index) => [String(key).slice(source.length + 1), values.result[index] ?? '']));
}

/** Forgets all about a source. */
export async function forgetSource(source: string): Promise<void> {
  await transact(['trust', 'set', 'file'], 'readwrite', transaction => {
    transaction.objectStore('trust').delete(source);
    transaction.objectStore('set').delete(within(`${source} `));
    transaction.objectStore('file').delete(within(`${source} `));
  });
}

/** All keys that start with a prefix. */
function within(prefix: string): IDBKeyRange {
  return IDBKeyRange.bound(prefix, `${prefix}\uffff`);
}
