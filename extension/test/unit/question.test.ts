import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { readEverything } from '../../src/background/store.ts';
import { question } from '../../src/core/call.ts';
import { device, prepare } from './device.ts';

before(prepare);

test('what differs from one question to the next stands before the groups, for the engine to read the rest once', async () => {
  await device().on(async () => {
    const asked = JSON.stringify(question('https://a.example/', await readEverything([])));
    assert.match(asked, /^\{"address":"https:\/\/a\.example\/","now":"[^"]+","groups":\{\},"settings":\{"region":"DE"\},/);
  });
});
