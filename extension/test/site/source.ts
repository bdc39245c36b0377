import { execFileSync, spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { type IncomingMessage, request as open, type RequestListener, type ServerResponse } from 'node:http';
import { join, relative, sep } from 'node:path';
import { startWorker } from '../deployed/worker.ts';
import { temporary } from './temporary.ts';

const repository = join(import.meta.dirname, '../../..');
export type Stage = 'begin' | 'news' | 'far' | 'rotated' | 'fork';

/** A server of a rule source, at one stage of its life after another. */
export type Source = {
  name: string;
  /** Serves a stage; as in life, the head changes last. */
  serve(stage: Stage): Promise<void>;
  /** Answers requests as the server does. */
  answer: RequestListener;
  close(): Promise<void>;
};

let made: string | undefined;

/** Makes the folders of all stages, once. */
function folders(): string {
  if (made) return made;
  const folder = temporary();
  execFileSync('go', ['run', './extension/test/source', folder], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
  made = folder;
  return folder;
}

/** Starts the server as a native program, with a folder. */
export async function startNative(): Promise<Source> {
  const [program, folder] = [join(temporary(), 'server'), temporary()];
  execFileSync('go', ['build', '-o', program, './wasm/server'], { cwd: repository });
  const put = (stage: Stage) => {
    const from = join(folders(), stage);
    const isHead = (path: string) => path.endsWith(`${sep}checkpoint`);
    cpSync(from, folder, { recursive: true, filter: path => !isHead(path) });
    cpSync(join(from, 'checkpoint'), join(folder, 'checkpoint'));
  };
  put('begin');
  const child = spawn(program, ['-dir', folder, '-listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', data => {
      said += data;
      const found = /(http:\/\/127\.0\.0\.1:\d+)\/v1\//.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  const close = async () => {
    child.removeAllListeners('exit');
    child.kill();
  };
  return { name: 'the native server', serve: async stage => put(stage), answer: forward(address), close };
}

/** Starts the server as a Worker in the Workers runtime, with a bucket. */
export async function startInWorkers(): Promise<Source> {
  const files = (stage: Stage) => {
    const from = join(folders(), stage);
    const paths = readdirSync(from, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const all = paths.map(({ parentPath, name }) => [relative(from, join(parentPath, name)).replaceAll(sep, '/'), readFileSync(join(parentPath, name))]);
    return Object.fromEntries(all.sort(([a]) => (a === 'checkpoint' ? 1 : -1)));
  };
  const worker = await startWorker(files('begin'));
  return { name: 'the Worker', serve: stage => worker.fill(files(stage)), answer: forward(worker.address), close: () => worker.close() };
}

/** Reads a file of a source that users add, below its base URL. */
export function fileOf(source: string, path: string): Buffer {
  return readFileSync(join(folders(), source, path));
}

/** Serves the folder of a source that users add, as any web server would. */
export function serveFolder(source: string): RequestListener {
  return ({ url = '' }, response) => {
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store' };
    try {
      const file = fileOf(source, url.replace('/v1/', ''));
      response.writeHead(200, headers).end(file);
    } catch {
      response.writeHead(404, headers).end();
    }
  };
}

function forward(address: string): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', 'https://rules.example');
    const asked = open(new URL(pathname, address), { method: request.method, headers: { 'if-none-match': request.headers['if-none-match'] ?? '' } }, answer => {
      // A browser may keep for a minute that a file is missing. The tests go on faster than that.
      const missing = answer.statusCode === 404 ? { 'cache-control': 'no-store' } : {};
      response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...missing });
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    request.pipe(asked);
  };
}
