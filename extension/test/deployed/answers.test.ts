import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startNative, startWorker, type Worker } from './worker.ts';

/** What is said about a connection, not about the answer. */
const connection = ['connection', 'date', 'keep-alive', 'transfer-encoding', 'content-length'];

describe('the Worker answers as the native server does', () => {
  let native: Awaited<ReturnType<typeof startNative>>;
  let worker: Worker;
  before(async () => {
    native = await startNative();
    worker = await startWorker(native.files);
  });
  after(async () => {
    native.close();
    await worker.close();
  });

  async function ask(address: string, path: string, init: RequestInit) {
    const plain = { 'Accept-Encoding': 'identity' }; // the network may compress, which is its business
    const answer = await fetch(address + path, { redirect: 'manual', ...init, headers: { ...plain, ...init.headers } });
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !connection.includes(name)));
    return { status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) };
  }

  async function same(path: string, init: RequestInit = {}) {
    const [want, got] = await Promise.all([ask(native.address, path, init), ask(worker.address, path, init)]);
    assert.deepEqual(got, want, `${init.method ?? 'GET'} ${path}`);
    return got;
  }

  test('every file, by GET, HEAD and to who has it already', async () => {
    const paths = Object.keys(native.files);
    assert.ok(paths.length > 8, `${paths.length} files`);
    for (const path of paths) {
      const { status, headers } = await same(`/v1/${path}`);
      assert.equal(status, path.startsWith('.') ? 404 : 200);
      await same(`/v1/${path}`, { method: 'HEAD' });
      await same(`/v1/${path}`, { headers: { 'If-None-Match': headers.etag ?? '*' } });
    }
  });

  test('the checkpoint', async () => {
    const { headers, body } = await same('/v1/checkpoint');
    assert.deepEqual(headers, {
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After',
      'cache-control': 'public, max-age=300, stale-if-error=86400',
      'content-type': 'text/plain; charset=utf-8',
      etag: headers.etag,
      'x-content-type-options': 'nosniff',
    });
    assert.deepEqual(body, native.files.checkpoint);
    for (const [tags, status] of [
      [`${headers.etag}`, 304],
      [`W/${headers.etag}`, 304],
      [`"a", ${headers.etag}`, 304],
      ['*', 304],
      ['"old"', 200],
    ] as const) {
      assert.equal((await same('/v1/checkpoint', { headers: { 'If-None-Match': tags } })).status, status, tags);
    }
  });

  test('what is not there', async () => {
    for (const path of [
      '/v1/root/99',
      '/v1/entry/x',
      '/v1/blob/',
      '/v1/',
      '/v1/.lock',
      '/v1/claim/1.1',
      '/v1/checkpoint/',
      '/v1/root',
      '/v1/tile//0',
      '/v1/root/%31',
    ]) {
      await same(path);
    }
  });

  test('other methods', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) await same('/v1/checkpoint', { method });
    await same('/v1/publish', { method: 'POST', body: '{}' });
  });

  test('the pages for people and the feeds', async () => {
    const index = await same('/');
    assert.match(index.body.toString(), /<h1/);
    const page = await same('/p/linkedin');
    assert.match(page.body.toString(), /LinkedIn/);
    assert.equal((await same('/p/linkedin', { headers: { 'If-None-Match': `"a", ${page.headers.etag}` } })).status, 304);
    for (const path of ['/p/linkedin?region=US', '/p/nothing', '/changes.atom', '/p/linkedin/changes.atom', '/style.css', '/nothing', '/healthz']) {
      await same(path);
      await same(path, { method: 'HEAD' });
    }
  });
});

test('an empty bucket says what is missing', async t => {
  const worker = await startWorker({});
  t.after(worker.close);
  const page = await fetch(`${worker.address}/`);
  assert.equal(page.status, 503);
  assert.match(await page.text(), /root\/1/);
  assert.equal((await fetch(`${worker.address}/v1/checkpoint`)).status, 404);
});
