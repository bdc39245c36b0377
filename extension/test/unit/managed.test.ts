import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { check } from '../../src/background/managed.ts';
import { settableUnder, settingsUnder } from '../../src/background/policy.ts';
import { call } from '../../src/core/call.ts';
import { countries } from '../../src/core/countries.ts';
import { device, prepare } from './device.ts';

before(prepare);

const whole = {
  sources: [{ url: 'https://rules.example.org/v1/', root: `1:${'a'.repeat(64)}`, abilities: ['info', 'links'] }],
  mirror: 'https://mirror.example.org/v1/',
  userSources: false,
  pin: { source: 'rules.example.org/main', epoch: 1, index: 7, sha256: 'a'.repeat(64) },
  minimum: { source: 'rules.example.org/main', epoch: 1, index: 7 },
  delayHours: 24,
  updates: true,
  holdHours: 0,
  region: 'DE',
  toolbarOnly: true,
  muted: ['reddit'],
  alwaysShown: ['linkedin'],
  sentence: 'Nothing of our customers belongs here.',
};

test('a policy that is right is kept whole, and the schema for Chromium has the same keys', () => {
  assert.deepEqual(check(whole), { managed: whole, problems: [] });
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../../managed.json'), 'utf8'));
  assert.deepEqual(Object.keys(schema.properties).sort(), Object.keys(whole).sort());
});

const wrong: [key: string, values: unknown[]][] = [
  [
    'sources',
    [{}, [{ url: 'rules.example.org', root: '1:a' }], [{ url: 'https://a.example/' }], [{ url: 'https://a.example/', root: '1:a', abilities: ['all'] }]],
  ],
  ['mirror', ['ftp://a.example/', 'https://a.example', 7]],
  ['userSources', ['no', 0, null]],
  ['pin', [{ source: 'a', epoch: 1, index: 1 }, { source: 'a', epoch: 1, index: 1, sha256: 'x' }, []]],
  ['minimum', [{ source: 'a', epoch: '1', index: 1 }, { epoch: 1, index: 1 }, 'a']],
  ['delayHours', [-1, 1.5, '24']],
  ['updates', ['false']],
  ['holdHours', [721, Number.NaN]],
  ['region', ['de', 'UK', 'XX', 'Germany', 49]],
  ['toolbarOnly', ['yes']],
  ['muted', ['reddit', [1], ['']]],
  ['alwaysShown', [{ linkedin: true }]],
  ['sentence', ['', '  ', 'a'.repeat(201), ['a']]],
];

test('a bad value is told by its key, and the rest still applies', () => {
  for (const [key, values] of wrong) {
    const { [key as keyof typeof whole]: _, ...rest } = whole;
    for (const value of values) {
      const { managed, problems } = check({ ...whole, [key]: value });
      assert.deepEqual([managed, problems.map(problem => problem.key)], [rest, [key]], `${key}: ${JSON.stringify(value)}`);
      assert.notEqual(problems[0]?.must, '');
    }
  }
});

test('a key that is not known is told as that, whatever it is called', () => {
  for (const key of ['Region', 'toString', '__proto__', '']) {
    const raw = JSON.parse(`{"region":"DE",${JSON.stringify(key)}:true}`);
    assert.deepEqual(check(raw), { managed: { region: 'DE' }, problems: [{ key, must: '' }] });
  }
});

test('what an organisation sets holds, and is not kept as the user’s own', () => {
  const own = { region: 'US', place: 'page' as const, plans: { slack: 'free' } };
  assert.deepEqual(settingsUnder(check(whole).managed, own), {
    region: 'DE',
    place: 'toolbar',
    plans: { slack: 'free' },
    muted: ['reddit'],
    alwaysShown: ['linkedin'],
  });
  assert.deepEqual(settableUnder(check(whole).managed, { ...own, muted: ['x'] }), { plans: { slack: 'free' } });
  assert.deepEqual(settableUnder({}, own), own);
});

test('the core knows every country that can be chosen', async () => {
  const all = countries();
  assert.ok(all.length > 240, `${all.length}`);
  await device().on(async () => {
    const reader = { groups: {}, choices: {}, now: '2026-01-01T12:00:00Z' };
    for (const region of all) await call('notices', { ...reader, settings: { region }, entries: [] });
  });
});
