// How many answers the server gives: natively, with its memory before and after, and as a Worker beside a plain JavaScript
// Worker that hands out the same objects and does nothing else.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture, repository, startScript, startWorker } from './worker.ts';

const plain = `export default {
  async fetch(request, env) {
    const path = new URL(request.url).pathname.slice(4);
    const object = await env.RULES.get(path);
    if (!object) return new Response('not found', { status: 404 });
    const headers = { 'Access-Control-Allow-Origin': '*', 'X-Content-Type-Options': 'nosniff', 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=300', ETag: object.httpEtag };
    if (request.headers.get('If-None-Match') === object.httpEtag) return new Response(null, { status: 304, headers });
    return new Response(object.body, { headers });
  },
};`;

const { served } = fixture();
const blob = Object.keys(served).find(path => path.startsWith('blob/'));
const [ours, theirs] = [await startWorker(served, {}, true), await startScript({ script: plain }, served, {}, true)];
const dir = mkdtempSync(join(tmpdir(), 'beforehand-load-'));
execFileSync('go', ['build', '-o', join(dir, 'load'), './wasm/server/load'], { cwd: repository });

const load = (address: string, path: string, ...flags: string[]) => {
  const said = execFileSync(join(dir, 'load'), ['-url', `${address}/v1/${path}`, ...flags])
    .toString()
    .trim();
  return { said, answers: Number.parseFloat(said) };
};
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** Loads the native server, and tells whether its memory grows. */
async function native(): Promise<void> {
  execFileSync('go', ['build', '-o', join(dir, 'server'), './wasm/server'], { cwd: repository });
  const server = spawn(join(dir, 'server'), ['-dir', join(dir, 'served'), '-listen', '127.0.0.1:0'], { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>(resolve => server.stdout.on('data', said => resolve(/http:\/\/[\d.:]+/.exec(String(said))?.[0] ?? '')));
  const memory = () => /VmRSS:\s+(.*)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1];
  load(address, 'checkpoint'); // its memory settles
  const before = memory();
  console.log(`natively, checkpoint: ${load(address, 'checkpoint').said}`);
  console.log(`natively, checkpoint, known: ${load(address, 'checkpoint', '-known').said}`);
  console.log(`its memory: ${before} before, ${memory()} after\n`);
  server.kill();
}

try {
  await native();
  for (const [what, path, ...flags] of [
    ['checkpoint', 'checkpoint'],
    ['checkpoint, known', 'checkpoint', '-known'],
    ['a blob', `${blob}`],
  ] as const) {
    const ratios: number[] = [];
    for (let round = 0; round < 3; round++) {
      const [a, b] = [load(ours.address, path, ...flags), load(theirs.address, path, ...flags)];
      ratios.push(a.answers / b.answers);
      console.log(`${what}: ${a.said}\n  plain JavaScript: ${b.said}`);
    }
    console.log(`${what}: ${median(ratios).toFixed(2)} times as many as plain JavaScript\n`);
  }
} finally {
  rmSync(dir, { recursive: true });
  await Promise.all([ours.close(), theirs.close()]);
}
