import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

const root = join(import.meta.dirname, '../../..');

type Link = { url: string; host: string };

/** Counts the links that the content gate accepts. Each has to be what it seems to be, as this parser of browsers reads it. */
function accepted(links: Link[]): number {
  const output = execFileSync('go', ['run', './extension/test/unit/gate'], { cwd: root, input: JSON.stringify(links), maxBuffer: 1 << 26 });
  const all: Link[] = JSON.parse(output.toString());
  for (const { url, host } of all) {
    const read = new URL(url);
    const written = url.slice('https://'.length).split(/[/?#]/)[0];
    assert.deepEqual([read.protocol, read.hostname, read.port, read.username], ['https:', written, '', ''], url);
    assert.ok(`.${read.hostname}`.endsWith(`.${host}`), url);
  }
  return all.length;
}

/** The inputs of a file of web-platform-tests. */
function inputs(name: string): string[] {
  const file = join(root, 'wasm/core/rule/testdata/wpt', `${name}.json.gz`);
  const all: (string | { input: string })[] = JSON.parse(gunzipSync(readFileSync(file)).toString());
  return all.flatMap(vector => (typeof vector === 'string' ? [] : [vector.input]));
}

/** Links to what a browser takes for their host. */
function linked(urls: string[]): Link[] {
  return urls.map(url => ({ url, host: URL.canParse(url) ? new URL(url).hostname : 'forum.example' }));
}

test('addresses of web-platform-tests', t => {
  const urls = inputs('urltestdata').flatMap(input => [input, input.replace(/^http:/, 'https:')]);
  const count = accepted(linked(urls));
  t.diagnostic(`${count} of ${urls.length} accepted`);
  assert.ok(count > 10);
});

test('hosts of web-platform-tests', t => {
  const urls = [...inputs('toascii'), ...inputs('IdnaTestV2')].flatMap(input => [`https://${input}/`, `https://${input}.example/`]);
  const count = accepted(linked(urls));
  t.diagnostic(`${count} of ${urls.length} accepted`);
  assert.ok(count > 10);
});

test('any character anywhere in a link', t => {
  const url = 'https://a.forum.example/b?c#d';
  const beyond = [0x2024, 0x202e, 0x2028, 0x3002, 0xff0e, 0xff0f, 0xff20, 0xff61, 0xfeff, 0x1d400];
  const characters = [...Array(0x250).keys(), ...beyond].map(code => String.fromCodePoint(code));
  const urls = Array.from(url, (_, at) => characters.flatMap(c => [at, at + 1].map(after => url.slice(0, at) + c + url.slice(after)))).flat();
  const count = accepted(urls.map(changed => ({ url: changed, host: 'forum.example' })));
  t.diagnostic(`${count} of ${urls.length} accepted`);
  assert.ok(count > 500 && count < urls.length / 10);
});
