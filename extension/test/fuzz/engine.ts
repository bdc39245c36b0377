// The engine as the browser has it, as wasm, is given messages with anything wrong in them. Whatever comes in, an answer comes out
// within a second, and the engine lives on: after each it still decides as before.
// node --import tsx test/fuzz/engine.ts COUNTx|SECONDSs [SEED]
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { question } from '../../src/core/call.ts';
import type { Reader } from '../../src/core/protocol.ts';
import { engine, prepareGo, seed, start } from '../bench/program.ts';

const [amount = '2000x', from = `${Date.now() % 1_000_000}`] = process.argv.slice(2);
const corpus = join(import.meta.dirname, 'corpus');
const most = Number.parseInt(amount, 10);
const seconds = amount.endsWith('s') ? most : amount.endsWith('m') ? 60 * most : 0;

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function random(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

await prepareGo();
const ask = await start('dist/extension/engine.wasm');
const now = Math.floor(Date.now() / 1000);
const packed = seed();
const { opened, record } = ask<{ opened: { entries: Record<string, object>; groups: object }; record: object }>('plant', { seed: packed, stored: [], now });
const reader = {
  groups: opened.groups,
  settings: { region: 'DE' },
  choices: { linkedin: { publicOnly: true } },
  now: '2026-11-24T09:00:00+01:00',
  held: {},
  sources: {},
} as unknown as Reader;
const entries = ['linkedin', 'reddit', 'x'].map(id => opened.entries[id]);
const address = 'https://www.linkedin.com/feed/';
const policy = { links: true, hints: true, limits: 1 };

/** A message of each call that is right. */
const right: Record<string, object> = {
  decide: question(address, { entries, reader }),
  notices: { ...reader, entries },
  details: question(address, { entries, reader }),
  overview: { ...reader, entries },
  guide: { ...reader, entries, address: 'https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement' },
  choose: { record: { done: { toggle: { on: '2026-11-01' } } }, action: { kind: 'done', optOut: 'toggle' }, entries: entries.slice(0, 1), now: reader.now },
  merge: { here: { updated: reader.now }, there: { publicOnly: true, updated: reader.now } },
  openChoices: { text: JSON.stringify({ 'beforehand-choices': 1, choices: { linkedin: { publicOnly: true } } }) },
  guessRegion: { timeZone: 'Europe/Berlin', languages: ['en-US', 'de'] },
  changes: { before: entries, after: entries.slice(1) },
  load: { stored: [], root: packed.root },
  update: { record, answers: { checkpoint: { bytes: 'bm90aGluZw==' } }, now, known: packed.domains },
  plant: { seed: { ...packed, files: Object.fromEntries(Object.entries(packed.files).slice(0, 4)) }, stored: [], now },
  see: { record, now: reader.now, policy },
};

const odd: unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  '',
  'x',
  '\u0000',
  '\ud800',
  '__proto__',
  '*',
  'https://',
  'javascript:alert(1)',
  '2026-13-45',
  '[[[[',
  'a'.repeat(100_000),
  '*:is('.repeat(500),
  'bm90',
  [],
  {},
  [[]],
  { '': '' },
  [null],
  Array.from({ length: 1000 }, () => ({})),
];

/** Puts something odd somewhere into a value. */
function mutate(value: unknown, next: () => number, depth = 0): unknown {
  const pick = <T>(list: T[]) => list[Math.floor(next() * list.length)] as T;
  const isList = Array.isArray(value);
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0 && next() < 0.85 && depth < 12) {
    const keys = Object.keys(value);
    const key = pick(keys);
    const chance = next();
    if (chance < 0.08) return isList ? value.toSpliced(Number(key), 1) : Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    const copy = isList ? [...value] : { ...value };
    if (chance < 0.14) Reflect.set(copy, isList ? value.length : pick(['id', 'hosts', 'uses', 'ſ', '', pick(keys) + pick(keys)]), pick(odd));
    else Reflect.set(copy, key, mutate(Reflect.get(value, key), next, depth + 1));
    return copy;
  }
  if (typeof value === 'string' && value && next() < 0.6) {
    const at = Math.floor(next() * value.length);
    return value.slice(0, at) + pick(['', '\u0000', '"', '\\', '/', '.', '*', 'é', '\ud800', value]) + value.slice(at + Math.floor(next() * 3));
  }
  return pick(odd);
}

/** Breaks a text that was JSON. */
function tear(text: string, next: () => number): string {
  const at = Math.floor(next() * text.length);
  return [
    text.slice(0, at),
    text.slice(at),
    `${text.slice(0, at)}${text.slice(at + 1)}`,
    `${text}${text}`,
    '['.repeat(100_000),
    `${text.slice(0, at)}\ud83d${text.slice(at)}`,
  ][Math.floor(next() * 6)] as string;
}

const sound = engine('decide', JSON.stringify(right.decide));
const tell = (name: string, message: string) => {
  const begun = performance.now();
  const answer = engine(name, message);
  const took = performance.now() - begun;
  const wrong = (why: string) => {
    mkdirSync(corpus, { recursive: true });
    const file = join(corpus, `${name.replace(/\W/g, '')}-${Date.now()}.json`);
    writeFileSync(file, JSON.stringify([name, message]));
    console.error(`${why}\n${answer?.slice(0, 1000)}\nkept as ${file}; the seed was ${from}`);
    process.exit(1);
  };
  let parsed: { ok?: unknown; error?: { code: string } } = {};
  try {
    parsed = JSON.parse(answer);
  } catch {
    wrong(`the answer to ${name} is no JSON`);
  }
  if ((parsed.ok === undefined) === (parsed.error === undefined)) wrong(`the answer to ${name} is none`);
  if (parsed.error && ['panic', 'internal'].includes(parsed.error.code)) wrong(`${name} failed: ${parsed.error.code}`);
  if (took > 1000) wrong(`${name} took ${took.toFixed(0)} ms`);
};

for (const name of Object.keys(right)) {
  const { error } = JSON.parse(engine(name, JSON.stringify(right[name])));
  if (error && name !== 'plant') throw new Error(`${name}: ${JSON.stringify(error)}`);
}
for (const file of readdirSync(corpus, { withFileTypes: true })) tell(...(JSON.parse(readFileSync(join(corpus, file.name), 'utf8')) as [string, string]));

const next = random(Number(from));
const names = [...Object.keys(right), 'sell', 'toString', ''];
const end = Date.now() + seconds * 1000;
let count = 0;
for (; seconds ? Date.now() < end : count < most; count++) {
  const name = names[Math.floor(next() * names.length)] ?? '';
  let message: unknown = right[name] ?? right.decide;
  for (let times = 1 + Math.floor(next() * 3); times > 0; times--) message = mutate(message, next);
  const text = JSON.stringify(message) ?? '';
  tell(name, next() < 0.1 ? tear(text, next) : text);
  if (count % 100 === 0 && engine('decide', JSON.stringify(right.decide)) !== sound)
    throw new Error(`the engine decides otherwise after ${count} messages; the seed was ${from}`);
  if (count % 5000 === 4999) process.stderr.write(`${count + 1} messages\n`);
}
console.log(`the engine as wasm: ${count} messages, seed ${from}, each answered within a second`);
process.exit(0); // a Go program never ends
