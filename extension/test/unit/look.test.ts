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

// Axe cannot tell the contrast inside a closed root. These are all the pairs that stand on each other there.
for (const [front, back, least] of [
  ['ink', 'raised', 4.5],
  ['quiet', 'raised', 4.5],
  ['link', 'raised', 4.5],
  ['on-link', 'link', 4.5],
  ['ink', 'hover', 4.5],
  ['edge', 'raised', 3],
  ['accent', 'raised', 3],
] as const) {
  test(`${front} on ${back} has a contrast of at least ${least} in both schemes`, () => {
    for (const scheme of [0, 1]) {
      const [one, other] = [front, back].map(name => luminance(/#\w+/g.exec(tokens[name].split(', ')[scheme] ?? '')?.[0] ?? '')) as [number, number];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      assert.ok(ratio >= least, `${ratio.toFixed(2)} in the ${scheme ? 'dark' : 'light'} scheme`);
    }
  });
}

/** The relative luminance of a colour, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
