import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Miniflare } from 'miniflare';

export const repository = join(import.meta.dirname, '../../..');
const built = join(repository, 'dist/worker');

export type Files = Record<string, Buffer<ArrayBuffer>>;

/** A source with one release, and bundles for it with what a server has to answer. */
export type Fixture = {
  served: Files;
  bundles: Record<string, { body: Buffer<ArrayBuffer>; status: number; says: string }>;
  cosignatures: string[];
};

/** Makes a fixture anew: its witnesses cosigned just now. */
export function fixture(): Fixture {
  const text = execFileSync('go', ['run', './wasm/server/worker/testbundle'], { cwd: repository, maxBuffer: 1 << 26 });
  return JSON.parse(text.toString(), (key, value) => (isBase64(key) ? Buffer.from(value, 'base64') : value));
}

const hash = (algorithm: string, content: Buffer) => createHash(algorithm).update(content).digest();

const isBase64 = (key: string) => key === 'body' || key === 'checkpoint' || key.includes('/');

/** What is used here of an R2 bucket; miniflare's own types need another package. */
type Bucket = {
  list(): Promise<{ objects: { key: string; etag: string }[] }>;
  get(key: string): Promise<{ arrayBuffer(): Promise<ArrayBuffer> } | null>;
  put(key: string, content: Buffer, options: { sha256?: Buffer }): Promise<unknown>;
  delete(keys: string[]): Promise<void>;
};

type Scheduled = { scheduled(event: { cron: string }): Promise<{ outcome: string }> };

/** The Worker in the Workers runtime, with a bucket of its own. */
export type Worker = {
  address: string;
  /** What it logged, line by line. */
  log: string[];
  fill(files: Files): Promise<void>;
  stored(): Promise<Files>;
  /** Lets the daily event happen. */
  scheduled(): Promise<string>;
  close(): Promise<void>;
};

export async function startWorker(files: Files, settings: Record<string, string> = {}, hashed = false): Promise<Worker> {
  if (!existsSync(join(built, 'server.wasm'))) throw new Error('dist/worker is missing: run ./build.sh worker');
  return startScript({ scriptPath: join(built, 'worker.mjs'), modulesRoot: built }, files, settings, hashed);
}

/** Starts any Worker, such as one to compare with. Hashed files have their hash in the bucket, like those that Go has stored. */
export async function startScript(
  script: { scriptPath: string; modulesRoot: string } | { script: string },
  files: Files,
  settings: Record<string, string> = {},
  hashed = false,
): Promise<Worker> {
  const log: string[] = [];
  const runtime = new Miniflare({
    ...script,
    modules: true,
    modulesRules: [
      { type: 'ESModule', include: ['**/*.mjs', '**/*.js'] },
      { type: 'CompiledWasm', include: ['**/*.wasm'] },
    ],
    compatibilityDate: /"compatibility_date": "([^"]*)"/.exec(readFileSync(join(repository, 'wasm/server/wrangler.jsonc'), 'utf8'))?.[1],
    r2Buckets: ['RULES'],
    bindings: settings,
    cf: false,
    handleRuntimeStdio: (out: Readable, err: Readable) => {
      for (const stream of [out, err]) createInterface(stream).on('line', line => log.push(line));
    },
  });
  const address = (await runtime.ready).origin;
  const bucket = (await runtime.getR2Bucket('RULES')) as unknown as Bucket;
  const fill = async (wanted: Files) => {
    const there = new Map((await bucket.list()).objects.map(({ key, etag }) => [key, etag]));
    await bucket.delete([...there.keys()].filter(path => !wanted[path]));
    for (const [path, content] of Object.entries(wanted)) {
      if (there.get(path) !== hash('md5', content).toString('hex')) await bucket.put(path, content, hashed ? { sha256: hash('sha256', content) } : {});
    }
  };
  await fill(files);
  return {
    address,
    log,
    fill,
    stored: async () => {
      const all: Files = {};
      for (const { key } of (await bucket.list()).objects) {
        const object = await bucket.get(key);
        if (object) all[key] = Buffer.from(await object.arrayBuffer());
      }
      return all;
    },
    scheduled: async () => {
      const worker = (await runtime.getWorker()) as unknown as Scheduled;
      return (await worker.scheduled({ cron: '17 4 * * *' })).outcome;
    },
    close: () => runtime.dispose(),
  };
}

/** The native server on a folder, which begins with the development rules. */
export async function startNative(): Promise<{ address: string; files: Files; pid: number | undefined; close(): void }> {
  const dir = mkdtempSync(join(tmpdir(), 'beforehand-server-'));
  const program = join(dir, 'server');
  const folder = join(dir, 'served');
  execFileSync('go', ['build', '-o', program, './wasm/server'], { cwd: repository });
  const child = spawn(program, ['-dir', folder, '-listen', '127.0.0.1:0'], { cwd: repository, stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', line => {
      const found = /^Pages for people: +(http:\/\/.*)\/$/.exec(line)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', code => reject(new Error(`the server ended with ${code}`)));
  });
  const files: Files = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[relative(folder, name).replaceAll(sep, '/')] = readFileSync(name);
  }
  const close = () => {
    child.kill();
    rmSync(dir, { recursive: true });
  };
  return { address, files, pid: child.pid, close };
}

/** Sends a bundle as a publisher does. The last byte waits for `last`. */
export async function publish(
  address: string,
  body: Buffer<ArrayBuffer> | string,
  token = 'a-token',
  last?: Promise<void>,
): Promise<{ status: number; text: string }> {
  const bytes = Buffer.from(body);
  const parts = async function* () {
    yield bytes.subarray(0, -1);
    await last;
    yield bytes.subarray(-1);
  };
  const sent = last ? { body: parts(), duplex: 'half' } : { body: bytes };
  const answer = await fetch(`${address}/v1/publish`, { method: 'POST', headers: { Authorization: `Bearer ${token}` }, ...sent } as RequestInit);
  return { status: answer.status, text: await answer.text() };
}

/** Sends bundles so that the servers of all have begun before one of them can go on. */
export function publishTogether(address: string, bodies: Buffer<ArrayBuffer>[]): Promise<{ status: number; text: string }[]> {
  const begun = new Promise<void>(resolve => setTimeout(resolve, 150));
  return Promise.all(bodies.map(body => publish(address, body, 'a-token', begun)));
}
