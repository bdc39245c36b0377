// How many answers the server gives: natively beside http.FileServer of the standard library, and as a Worker beside a plain
// JavaScript Worker that hands out the same objects and does nothing else. All in turns.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Files, startNative, startScript, startWorker } from '../deployed/worker.ts';
import { inTurns, median, progress, quick, type Row, repository, writePart } from './part.ts';

type Native = Awaited<ReturnType<typeof startNative>>;
type Load = { perSecond: number; p50: number; p99: number; statuses: Record<string, number>; bytes: number };

const plain = `export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname.slice(1).replace('v1/', '');
    const object = await env.RULES.get(path);
    if (!object) return new Response('not found', { status: 404 });
    const headers = { 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff', 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=300', ETag: object.httpEtag };
    if (request.headers.get('If-None-Match') === object.httpEtag) return new Response(null, { status: 304, headers });
    return new Response(object.body, { headers });
  },
};`;

const dir = mkdtempSync(join(tmpdir(), 'beforehand-load-'));
const program = (name: string, path: string) => {
  execFileSync('go', ['build', '-o', join(dir, name), path], { cwd: repository });
  return join(dir, name);
};
const loader = program('load', './wasm/server/load');
const load = (url: string, connections: number, flags: string[]): Load =>
  JSON.parse(execFileSync(loader, ['-url', url, '-connections', `${connections}`, '-for', quick ? '300ms' : '700ms', ...flags], { encoding: 'utf8' }));

/** Asks two servers for the same, and makes a row of it. */
async function compare(ours: string, theirs: string, peer: string, path: string, what: string, connections: number, needed: boolean): Promise<Row[]> {
  progress(`${peer}: ${what}, ${connections} connections`);
  const known = what.endsWith('304');
  const loads: Record<'ours' | 'theirs', Load[]> = { ours: [], theirs: [] };
  const take = (whose: 'ours' | 'theirs', base: string) => () => {
    const got = load(`${base}${path}`, connections, known ? ['-known'] : []);
    const statuses = Object.keys(got.statuses).join();
    if (statuses !== (known ? '304' : '200')) throw new Error(`${base}${path} answered ${statuses}`);
    loads[whose].push(got);
    return got.perSecond;
  };
  const rates = await inTurns(quick ? 2 : 3, { ours: take('ours', ours), theirs: take('theirs', theirs) });
  const name = `${what}, ${connections} connection${connections > 1 ? 's' : ''}`;
  const rate: Row = { what: name, unit: 'answers/s', ours: rates.ours, peers: { [peer]: rates.theirs }, better: 'more' };
  if (needed) {
    rate.required = `at least 0.8 of ${peer}`;
    rate.met = median(rates.ours) >= 0.8 * median(rates.theirs);
    rate.picture = connections === 32;
    if (!rate.met) rate.note = 'the two take the same way through package net/http, so what differs from run to run is what else the machine does';
  }
  const times = (['p50', 'p99'] as const).map(
    (at): Row => ({ what: `${name}, ${at}`, unit: 'ms', ours: loads.ours.map(one => one[at]), peers: { [peer]: loads.theirs.map(one => one[at]) } }),
  );
  return [rate, ...times];
}

const path = '/p/linkedin';
const crowds = quick ? [32] : [1, 32, 256];

async function native(server: Native): Promise<Row[]> {
  const page = await (await fetch(server.address + path)).text();
  const folder = join(dir, 'files');
  for (const [name, content] of Object.entries(server.files)) {
    mkdirSync(join(folder, 'v1', name, '..'), { recursive: true });
    writeFileSync(join(folder, 'v1', name), content);
  }
  mkdirSync(join(folder, 'p'));
  writeFileSync(join(folder, path), page);
  const peer = spawn(program('peer', './extension/test/bench/files'), [folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const theirs = await new Promise<string>(resolve => createInterface(peer.stdout).on('line', line => resolve(line.replace(/\/$/, ''))));
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
  const rows: Row[] = [];
  try {
    for (const connections of crowds) {
      for (const [what, path, needed] of things(server.files))
        rows.push(...(await compare(server.address, theirs, 'http.FileServer', path, what, connections, needed)));
    }
    load(`${server.address}/v1/checkpoint`, 256, []);
    const before = memory();
    for (let i = 0; i < 3; i++) load(`${server.address}/v1/checkpoint`, 256, []);
    const after = memory();
    rows.push({
      what: 'memory after four loads with 256 connections, against one',
      unit: 'MiB',
      ours: [after],
      peers: { 'after one': [before] },
      required: 'flat: at most 1.2 ×',
      met: after <= 1.2 * before,
    });
  } finally {
    peer.kill();
  }
  return rows;
}

/** The middle one of the data files by size, and the largest one. */
function blobs(files: Files): { middle: string; largest: string } {
  const names = Object.keys(files).filter(name => name.startsWith('blob/'));
  names.sort((a, b) => (files[a]?.length ?? 0) - (files[b]?.length ?? 0));
  return { middle: names[names.length >> 1] ?? '', largest: names.at(-1) ?? '' };
}

/** What is asked for, and whether the issue demands something of it. */
function things(files: Files): [what: string, path: string, needed: boolean][] {
  const { middle, largest } = blobs(files);
  const size = (name: string) => `${Math.round((files[name]?.length ?? 0) / 1000)} KB`;
  return [
    ['checkpoint 200', '/v1/checkpoint', false],
    ['checkpoint 304', '/v1/checkpoint', true],
    [`a data file of ${size(middle)}`, `/v1/${middle}`, true],
    [`a data file of ${size(largest)}`, `/v1/${largest}`, true],
    ['the page of a platform', path, false],
  ];
}

async function worker(files: Files): Promise<Row[]> {
  const ours = await startWorker(files, {}, true);
  const address = ours.address.replace(/\/$/, '');
  const page = Buffer.from(await (await fetch(address + path)).arrayBuffer());
  const theirs = await startScript({ script: plain }, { ...files, [path.slice(1)]: page }, {}, true);
  const rows: Row[] = [];
  try {
    for (const connections of crowds) {
      for (const [what, at, needed] of things(files)) {
        // Each request for a page has a Go instance of its own: 256 at once are more memory than a Worker has.
        if (at === path && connections > 32) continue;
        rows.push(...(await compare(address, theirs.address.replace(/\/$/, ''), 'a plain JavaScript Worker', at, what, connections, needed)));
      }
    }
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
  return rows;
}

const server = await startNative();
try {
  writePart('server', 'Server, native', await native(server));
  writePart('worker', 'Server, in the Workers runtime', await worker(server.files));
} finally {
  server.close();
  rmSync(dir, { recursive: true });
}
