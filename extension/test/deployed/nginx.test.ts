import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { repository, startNative } from './worker.ts';

const missing = spawnSync('nginx', ['-v']).error !== undefined && 'nginx is not installed';

/** What two servers may say differently. */
const own = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length', 'server', 'etag', 'last-modified', 'accept-ranges'];

test('the folder behind nginx, as docs/hosting.md says', { skip: missing }, async t => {
  const native = await startNative();
  t.after(native.close);
  const dir = mkdtempSync(join(tmpdir(), 'beforehand-nginx-'));
  for (const [path, content] of Object.entries(native.files)) {
    mkdirSync(join(dir, 'srv/v1', dirname(path)), { recursive: true });
    writeFileSync(join(dir, 'srv/v1', path), content);
  }
  writeFileSync(join(dir, 'srv/v1/.lock'), '');
  const port = await free();
  const text = /```nginx\n([^`]*)```/.exec(readFileSync(join(repository, 'docs/hosting.md'), 'utf8'))?.[1] ?? '';
  const site = text.replace('listen 80;', `listen 127.0.0.1:${port};`).replace('/srv/beforehand;', `${dir}/srv;`);
  assert.match(site, /listen 127[\s\S]*\/srv;/);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${dir}/${name};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root; ' : '';
  writeFileSync(
    join(dir, 'nginx.conf'),
    `${user}daemon off; pid ${dir}/pid; error_log ${dir}/error.log; events {}\nhttp { access_log off; ${temporary}\n${site} }\n`,
  );
  const nginx = spawn('nginx', ['-p', dir, '-e', join(dir, 'error.log'), '-c', join(dir, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise(resolve => nginx.on('exit', resolve));
  t.after(async () => {
    nginx.kill();
    await ended;
    rmSync(dir, { recursive: true });
  });
  const address = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100 && !(await fetch(address).catch(() => undefined)); tries++) await new Promise(resolve => setTimeout(resolve, 50));

  const ask = async (from: string, path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${from}/v1/${path}`, { headers: { 'Accept-Encoding': 'identity', ...headers } });
    const said = Object.fromEntries([...answer.headers].filter(([name]) => !own.includes(name)));
    return { tag: answer.headers.get('etag'), seen: { status: answer.status, said, body: Buffer.from(await answer.arrayBuffer()) } };
  };
  for (const path of Object.keys(native.files)) {
    const [want, got] = [await ask(native.address, path), await ask(address, path)];
    assert.deepEqual(got.seen, want.seen, path);
    const known = (tag: string | null) => ({ 'If-None-Match': tag ?? '' });
    const [same, again] = [await ask(native.address, path, known(want.tag)), await ask(address, path, known(got.tag))];
    assert.equal(again.seen.status, 304, path);
    assert.deepEqual(again.seen, same.seen, path);
  }
  for (const path of ['.lock', 'claim/1.0', 'root/99', 'root', 'entry/', 'blob/../.lock', '']) {
    const { seen } = await ask(address, path);
    assert.deepEqual([seen.status, seen.said['cache-control'], seen.said['access-control-allow-origin']], [404, 'max-age=60', '*'], path);
  }
  const packed = await fetch(`${address}/v1/checkpoint`);
  assert.equal(await packed.text(), native.files.checkpoint?.toString());
});

const free = () =>
  new Promise<number>(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
