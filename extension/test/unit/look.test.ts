import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { style, tokens } from '../../src/content/style.ts';

const look = join(import.meta.dirname, '../../src');
const read = (file: string) => readFileSync(join(look, file), 'utf8');
const coloured = /#[0-9a-f]{3,8}\b|\brgba?\(|\boklch\(/gi;

test('the banner has the colours of the pages', () => {
  const page = Object.fromEntries([...read('look/page.css').matchAll(/--([\w-]+): (light-dark\(.+?\));/g)].map(([, name = '', value]) => [name, value]));
  const { length } = Object.keys(tokens);
  assert.ok(length > 5);
  assert.deepEqual(tokens, Object.fromEntries(Object.entries(page).filter(([name]) => name in tokens)));
  const rest = Object.values(tokens).reduce((css, value) => css.replaceAll(value, ''), style);
  assert.deepEqual(rest.match(coloured), ['rgb('], 'only the shadow has a colour of its own');
});

test('no page has a colour of its own', () => {
  for (const file of ['options/options.css', 'platforms/platforms.css', 'popup/popup.css']) assert.equal(read(file).match(coloured), null, file);
});
