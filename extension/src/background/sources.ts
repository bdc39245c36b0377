import type { Seed } from '../core/protocol.ts';
import { type Managed, readManaged } from './policy.ts';
import { readAddresses, readRules } from './store.ts';

/** Where rules come from: the source in the package, or one that was added. */
export type Source = {
  /** The set's name. */
  name: string;
  /** One to four base URLs with the same content. */
  urls: string[];
  /** The root that it was added with, or that the package trusts. */
  root: string;
  builtIn: boolean;
  /** Link domains that the package vouches for; none for a source that was added. */
  known: string[];
  managed: Managed;
};

/** Reads the seed in the package. */
export function readSeed(): Promise<Seed> {
  return read<Seed>('seed.json');
}

/** Reads the seed with its texts in a language, of which the package has a file each. */
export async function readSeedIn(language: string): Promise<Seed> {
  const seed = await readSeed();
  if (!seed.languages?.includes(language)) return seed;
  return { ...seed, files: { ...seed.files, ...(await read<Seed['files']>(`texts/${language}.json`)) } };
}

async function read<Content>(file: string): Promise<Content> {
  return (await fetch(chrome.runtime.getURL(file))).json();
}

/** Lists the sources, the built-in one first. */
export async function listSources(): Promise<Source[]> {
  const [seed, { sources }, addresses, managed] = await Promise.all([readSeed(), readRules(), readAddresses(), readManaged()]);
  const mirrored = (urls: string[]) => (managed.mirror ? [managed.mirror] : urls);
  const own: Source = { name: nameOf(seed.root), urls: mirrored(addresses ?? seed.urls), root: seed.root, builtIn: true, known: seed.domains, managed };
  const others = Object.entries(sources).map(([name, { urls, root }]) => ({ name, urls, root, builtIn: false, known: [], managed }));
  return [own, ...others];
}

/** Finds a source by its name; the built-in one without a name. */
export async function findSource(name: string | undefined): Promise<Source> {
  const found = (await listSources()).find(source => (name ? source.name === name : source.builtIn));
  if (!found) throw new Error(`there is no source ${name}`);
  return found;
}

/** The set's name as a root says it. The core has verified the root, or will. */
export function nameOf(root: string): string {
  return /^set (.+)$/m.exec(root)?.[1] ?? '';
}
