import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { type Files, fixture, publish, publishTogether, startWorker, type Worker } from './worker.ts';

const { served, bundles, cosignatures } = fixture();

/** The files of a bundle, which are those of its publisher. */
const filesOf = (body: Buffer): Files =>
  Object.fromEntries(Object.entries<string>(JSON.parse(body.toString()).files).map(([path, text]) => [path, Buffer.from(text, 'base64')]));

const bundle = (name: string) => {
  const found = bundles[name];
  assert.ok(found, name);
  return found;
};

describe('publishing at the Worker', () => {
  let worker: Worker;
  before(async () => {
    worker = await startWorker(served, { TOKEN: 'a-token' });
  });
  after(() => worker.close());

  for (const [name, { body, status, says }] of Object.entries(bundles)) {
    test(`${name}: ${status}`, async () => {
      await worker.fill(served);
      const answer = await publish(worker.address, body);
      assert.equal(answer.status, status, answer.text);
      assert.ok(status === 200 && name !== 'new cosignatures' ? answer.text === says : answer.text.includes(says), answer.text);
      const stored = Object.entries(await worker.stored()).filter(([path]) => !path.startsWith('claim/'));
      const want = status === 200 ? { ...served, ...filesOf(body) } : served;
      assert.deepEqual(Object.fromEntries(stored), want);
      if (status !== 200) return;
      const head = await fetch(`${worker.address}/v1/checkpoint`);
      assert.equal(await head.text(), answer.text);
      assert.equal(head.headers.get('etag'), `"${createHash('sha256').update(answer.text).digest('hex').slice(0, 32)}"`);
      assert.equal((await publish(worker.address, body)).status, 200, 'the same again');
    });
  }

  test('what is no bundle', async () => {
    await worker.fill(served);
    const { body } = bundle('one');
    for (const [send, token, status] of [
      [body, 'another', 401],
      ['hello', 'a-token', 400],
      ['{"rules-bundle":2}', 'a-token', 400],
      [' '.repeat((8 << 20) + 1), 'a-token', 413],
    ] as const) {
      assert.equal((await publish(worker.address, send, token)).status, status);
    }
    assert.deepEqual(await worker.stored(), served);
  });

  test('the claim of another publisher holds for ten minutes', async () => {
    const { body } = bundle('one');
    const now = Math.floor(Date.now() / 1000);
    for (const [since, status] of [
      [now, 409],
      [now - 700, 200],
    ] as const) {
      await worker.fill({ ...served, 'claim/1.1': Buffer.from(`another ${since}`) });
      assert.equal((await publish(worker.address, body)).status, status);
    }
  });

  test('of two publishers exactly one wins, a hundred times', async t => {
    const [one, other] = [bundle('one').body, bundle('other').body];
    let wins = 0;
    for (let round = 0; round < 100; round++) {
      await worker.fill(served);
      const order = round % 2 ? [other, one] : [one, other];
      const statuses = (await publishTogether(worker.address, order)).map(({ status }) => status);
      assert.deepEqual(statuses.toSorted(), [200, 409], `round ${round}`);
      const winner = order[statuses.indexOf(200)] ?? one;
      if (winner === one) wins++;
      for (const [path, content] of Object.entries(filesOf(winner))) {
        const answer = await fetch(`${worker.address}/v1/${path}`);
        assert.deepEqual(Buffer.from(await answer.arrayBuffer()), content, `round ${round}: ${path}`);
      }
    }
    t.diagnostic(`one won ${wins} times, the other ${100 - wins} times`);
  });
});

test('without a token nobody publishes', async t => {
  const worker = await startWorker(served);
  t.after(worker.close);
  assert.equal((await publish(worker.address, bundle('one').body)).status, 403);
});

describe('the daily event', () => {
  test('without witnesses it does nothing and says so', async t => {
    const worker = await startWorker(served);
    t.after(worker.close);
    assert.equal(await worker.scheduled(), 'ok');
    assert.ok(
      worker.log.some(line => line.includes('no witness is configured')),
      worker.log.join('\n'),
    );
    assert.deepEqual(await worker.stored(), served);
  });

  test('with witnesses it renews the cosignatures', async t => {
    const asked: string[] = [];
    const witness = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      asked.push(`${request.method} ${request.url} ${body}`);
      const line = cosignatures[Number(request.url?.[2])];
      response.writeHead(line ? 200 : 503).end(line);
    });
    await new Promise<void>(ready => witness.listen(0, '127.0.0.1', ready));
    t.after(() => witness.close());
    const base = `http://127.0.0.1:${(witness.address() as AddressInfo).port}`;
    const worker = await startWorker(served, { WITNESSES: `${base}/w0 ${base}/gone/ ${base}/w1/ ${base}/w2` });
    t.after(worker.close);
    assert.equal(await worker.scheduled(), 'ok');
    assert.deepEqual(
      asked.map(line => line.split(' ', 2).join(' ')),
      ['POST /w0/add-checkpoint', 'POST /gone/add-checkpoint', 'POST /w1/add-checkpoint', 'POST /w2/add-checkpoint'],
    );
    assert.ok(asked[0]?.endsWith(`old 1\n\n${served.checkpoint}`));
    const { checkpoint, ...rest } = await worker.stored();
    const { checkpoint: before, ...same } = served;
    const log = before?.toString().split('\n').slice(0, 5).join('\n');
    assert.equal(checkpoint?.toString(), `${log}\n${cosignatures.join('')}`);
    assert.deepEqual(rest, same);
    assert.ok(
      worker.log.some(line => line.includes('a witness does not cosign') && line.includes('gone')),
      worker.log.join('\n'),
    );
  });
});
