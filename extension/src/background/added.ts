import { call } from '../core/call.ts';
import { type Found, mostAdded } from '../core/messages.ts';
import { forgetSource } from './database.ts';
import { fetchNoted } from './log.ts';
import { type Managed, readManaged } from './policy.ts';
import { unschedule } from './schedule.ts';
import { findSource } from './sources.ts';
import { type Added, alone, forgetAdded, readRules, writeAdded, writeAddresses } from './store.ts';
import { rebuild } from './table.ts';
import { aloneTrusting } from './trust.ts';
import { forgetUnused } from './update.ts';

const [rootLimit, patience] = [16 << 10, 30_000];

type Offer = { found: Found; added: Added };

/** Asks an address whose source it serves. The address may pin the source's root: #root=<version>:<SHA-256>. */
async function lookAt(address: string): Promise<Offer> {
  const url = parse(address);
  const pin = /^#root=(.+)$/.exec(url.hash)?.[1] ?? '';
  const base = url.origin + (url.pathname.endsWith('/') ? url.pathname : `${url.pathname}/`);
  const version = /^(\d+):/.exec(pin)?.[1] ?? '1';
  const { bytes, failure } = await fetchNoted(base, { path: `root/${version}`, limit: rootLimit }, AbortSignal.timeout(patience), true);
  if (bytes === undefined) throw new Error(`there are no rules at ${base}: ${failure ?? `root/${version} is missing or too long`}`);
  const who = await call('inspect', { root: bytes, pin });
  const { sources } = await readRules();
  const known = who.source in sources || who.source === (await findSource('')).name;
  const root = new TextDecoder().decode(Uint8Array.fromBase64(bytes));
  return { found: { ...who, host: url.host, known }, added: { urls: [base], root, links: true, hints: false } };
}

function parse(address: string): URL {
  const url = URL.parse(address.trim());
  const local = url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname);
  if (!url || (url.protocol !== 'https:' && !local)) throw new Error('write an address that starts with https://');
  if (url.search || url.username) throw new Error('write the address without a user name and without a question mark');
  return url;
}

async function mustBeAllowed(): Promise<void> {
  const { userSources, updates } = await readManaged();
  if (userSources === false || updates === false) throw new Error('your organisation does not allow this');
}

/** Tells whose source an address serves; nothing is kept. */
export async function findAt(address: string): Promise<Found> {
  await mustBeAllowed();
  return (await lookAt(address)).found;
}

/** Adds the source that an address serves, or gives a known one its new address: the address may change, the keys may not. Returns its name, empty for the built-in one. */
export async function add(address: string): Promise<string> {
  await mustBeAllowed();
  const { found, added } = await lookAt(address);
  if (found.source === (await findSource('')).name) {
    await writeAddresses(added.urls);
    return '';
  }
  await alone(async () => {
    const { sources } = await readRules();
    const before = sources[found.source];
    if (!before && Object.keys(sources).length >= mostAdded) throw new Error(`there are ${mostAdded} other sources already: remove one first`);
    await writeAdded(found.source, before ? { ...before, urls: added.urls } : added);
  });
  return found.source;
}

/** Keeps what a source may do. */
export async function allow(source: string, links: boolean, hints: boolean): Promise<object> {
  return alone(async () => {
    const before = (await readRules()).sources[source];
    if (!before) throw new Error(`there is no source ${source}`);
    await writeAdded(source, { ...before, links, hints });
    return rebuild();
  });
}

/** Removes a source that was added, and all that is stored of it. Waits for an update that is running. */
export function remove(source: string): Promise<object> {
  return aloneTrusting(async () => {
    if ((await readRules()).sources[source]?.managed) throw new Error('your organisation has added this source');
    await forget(source);
    return {};
  });
}

async function forget(source: string): Promise<void> {
  await unschedule(source);
  await alone(async () => {
    await forgetAdded(source);
    await rebuild();
  });
  await forgetSource(source);
  await forgetUnused();
}

/** Adds the sources that an organisation wants its devices to have, and takes those away that it no longer wants. What cannot be reached is tried again at the next start. */
export async function addManaged({ sources: wanted = [], updates }: Managed): Promise<void> {
  if (updates === false) return;
  const names: string[] = [];
  for (const { url, root, abilities = [] } of wanted) {
    const { found, added } = await lookAt(`${url}#root=${root}`);
    names.push(found.source);
    const managed = { ...added, links: abilities.includes('links'), hints: abilities.includes('hints'), managed: true };
    await alone(async () => writeAdded(found.source, { ...managed, root: (await readRules()).sources[found.source]?.root ?? added.root }));
  }
  for (const [name, { managed }] of Object.entries((await readRules()).sources)) {
    if (managed && !names.includes(name)) await aloneTrusting(() => forget(name));
  }
}
