// Which platform is a host of? What the extension asks its storage for, beside what others do, in Node. The extension reads one
// record by key, so only making the keys and finding them is measured, not the storage, which is the same for all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FiltersEngine, Request } from '@ghostery/adblocker';
import HNTrieContainer from '@gorhill/ubo-core/js/hntrie.js';
import { getDomain } from 'tldts';
import { noticeKey } from '../../src/core/messages.ts';
import { noticeKeys } from '../../src/core/record.ts';
import { inTurns, median, progress, quick, type Row, writePart } from './part.ts';

const rows: Row[] = [];
const asked = 2000;
const rounds = quick ? 5 : 11;

/** Hosts such as there are, always the same ones. */
function hostsOf(count: number): string[] {
  const syllables = ['an', 'ber', 'co', 'dra', 'el', 'fo', 'gra', 'hub', 'in', 'ka', 'lin', 'me', 'no', 'pos', 'qui', 'ra', 'sta', 'tu', 'vo', 'zen'];
  const ends = ['com', 'org', 'net', 'de', 'co.uk', 'io', 'com.br', 'fr', 'co.jp', 'app'];
  return Array.from({ length: count }, (_, index) => {
    let name = '';
    for (let rest = index + syllables.length ** 2; rest > 0; rest = Math.floor(rest / syllables.length)) name += syllables[rest % syllables.length];
    return `${index % 9 ? '' : 'forum.'}${name}.${ends[index % ends.length]}`;
  });
}

/** A list of things to ask, half of which are there: the host itself, below it, or elsewhere. Each is a string of its own, as from a page's address. */
function questions(hosts: string[]): string[] {
  return Array.from({ length: asked }, (_, index) => {
    const host = hosts[(index * 7919) % hosts.length] ?? '';
    return [`www.${host}`, host, `www.not-${host}`, `${host}.elsewhere.example`][index % 4] ?? '';
  });
}

type Finder = (host: string) => boolean;

function ours(hosts: string[]): Finder {
  const stored = new Map(hosts.map(host => [noticeKey + host, true]));
  return host => noticeKeys(host).some(key => stored.has(key));
}

function plainMap(hosts: string[]): Finder {
  const stored = new Map(hosts.map(host => [host, true]));
  return host => {
    for (let rest = host; ; rest = rest.slice(rest.indexOf('.') + 1)) {
      if (stored.has(rest)) return true;
      if (!rest.includes('.')) return false;
    }
  };
}

function domains(hosts: string[]): Finder {
  const stored = new Set(hosts.map(host => getDomain(host)));
  return host => stored.has(getDomain(host));
}

async function trie(hosts: string[]): Promise<Finder> {
  const require = createRequire(import.meta.url);
  const container = new HNTrieContainer();
  const load = (path: string) => WebAssembly.compile(readFileSync(require.resolve(`@gorhill/ubo-core/js/${path}.wasm`)));
  if (!(await container.enableWASM(load, 'wasm/'))) throw new Error("uBO's trie does not run as wasm");
  const root = container.createTrieFromIterable(hosts);
  return host => container.setNeedle(host).matches(root) >= 0;
}

function ghostery(hosts: string[], asks: string[]): Record<string, Finder> {
  const engine = FiltersEngine.parse(hosts.map(host => `||${host}^`).join('\n'));
  const request = (host: string) => Request.fromRawDetails({ url: `https://${host}/`, type: 'script', sourceUrl: 'https://elsewhere.example/' });
  const made = new Map(asks.map(host => [host, request(host)]));
  return {
    [engineName]: host => engine.match(request(host)).match,
    [`${engineName}, its requests made ahead`]: host => engine.match(made.get(host) ?? request(host)).match,
  };
}

function patterns(hosts: string[]): Finder {
  const list = hosts.map(host => new URLPattern({ hostname: `{*.}?${host}` }));
  return host => list.some(pattern => pattern.test({ hostname: host }));
}

/** The nanoseconds of one look-up. */
function time(find: Finder, hosts: string[]): number {
  let found = 0;
  const begun = performance.now();
  for (const host of hosts) if (find(host)) found++;
  const each = ((performance.now() - begun) * 1e6) / hosts.length;
  if (found < hosts.length / 4) throw new Error(`found only ${found} of ${hosts.length}`);
  return each;
}

const sizes = quick ? [100, 10_000] : [100, 1000, 10_000, 100_000, 1_000_000];
const trieName = "uBO's HNTrie (wasm)";
const engineName = "Ghostery's engine";
for (const size of sizes) {
  progress(`look-up among ${size} hosts`);
  const hosts = hostsOf(size);
  const asks = questions(hosts);
  const finders: Record<string, Finder> = { ours: ours(hosts), 'plain Map': plainMap(hosts), [trieName]: await trie(hosts), 'tldts and a Set': domains(hosts) };
  if (size <= 100_000) Object.assign(finders, ghostery(hosts, asks));
  if (size <= 1000 && 'URLPattern' in globalThis) finders['URLPattern, one by one'] = patterns(hosts);
  for (const find of Object.values(finders)) for (let i = 0; i < 10; i++) time(find, asks);
  const { ours: own = [], ...peers } = await inTurns(rounds, Object.fromEntries(Object.entries(finders).map(([name, find]) => [name, () => time(find, asks)])));
  const row: Row = { what: `look-up of a host among ${size.toLocaleString('en')}`, unit: 'ns', ours: own, peers, series: 'look-up', size };
  if (size === 10_000) {
    row.picture = true;
    row.required = `at least as fast as ${trieName}, 10 × faster than ${engineName}`;
    row.note =
      'ours makes the keys of the storage, whose prefix costs most of it, and looks them up in a Map. In the extension the storage answers, in 1 to 3 ms, whatever the number of hosts; it is asked on covered hosts only';
    row.met = median(own) <= median(peers[trieName] ?? []) && 10 * median(own) <= median(peers[engineName] ?? []);
  }
  rows.push(row);
}
rows.push({
  what: 'hosts',
  unit: '',
  ours: [sizes.at(-1) ?? 0],
  note: `made up, always the same; half of the questions are about hosts that are there. Ghostery's engine goes to 100,000 hosts, for the time it takes to read them.${'URLPattern' in globalThis ? '' : ' This Node has no URLPattern.'}`,
});
writePart('lookup', 'Look-up of a host (in Node)', rows);
