import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { importChoices, reset } from '../../src/background/choices.ts';
import { setSharing, share } from '../../src/background/sync.ts';
import { call } from '../../src/core/call.ts';
import type { Sharing } from '../../src/core/messages.ts';
import type { Action, Choices } from '../../src/core/protocol.ts';
import { type Device, deliver, device, prepare } from './device.ts';

before(prepare);

const done: Action = { kind: 'done', optOut: 'toggle' };
const never: Action = { kind: 'later', scope: 'never' };
const at = (minute: number) => `2026-01-01T12:${String(minute).padStart(2, '0')}:00Z`;

const choices = ({ local }: Device) => Object.fromEntries(Object.entries(local).filter(([key]) => key.startsWith('choices:')));
const sharing = ({ local }: Device) => local.sharing as Sharing;
const record = (of: Device, platform: string) => of.local[`choices:${platform}`] as Choices;

/** Keeps a choice, and shares it as the background does when it sees it. */
async function choose(here: Device, platform: string, action: Action, minute: number): Promise<void> {
  await here.on(async () => {
    here.local[`choices:${platform}`] = await call('choose', { record: record(here, platform) ?? {}, action, now: at(minute) });
    await share();
  });
}

/** Lets everything arrive everywhere, until there is nothing new. */
async function settle(...devices: Device[]): Promise<void> {
  for (let round = 0; ; round++) {
    const news = deliver(...devices);
    if (news.length === 0) return;
    assert.ok(round < 10, 'the devices write for ever');
    for (const one of news) await one.on(share);
  }
}

async function sharingDevices(): Promise<[Device, Device]> {
  const [one, other] = [device(), device()];
  for (const each of [one, other]) assert.deepEqual((await each.on(() => setSharing(true))).on, true);
  await settle(one, other);
  return [one, other];
}

test('nothing is shared until the user wants it', async () => {
  const here = device();
  await choose(here, 'linkedin', done, 1);
  assert.deepEqual([here.account, sharing(here)], [{}, undefined]);
  await here.on(() => setSharing(true));
  assert.deepEqual(here.account, choices(here));
});

test('two devices that change different platforms never overwrite each other', async () => {
  const [one, other] = await sharingDevices();
  await choose(one, 'linkedin', done, 1);
  await choose(other, 'x', never, 2);
  await settle(one, other);
  assert.deepEqual(Object.keys(choices(one)).sort(), ['choices:linkedin', 'choices:x']);
  assert.deepEqual(choices(one), choices(other));
  assert.deepEqual(one.account, choices(one));
});

test('of the same platform the later choice wins, whichever arrives last', async () => {
  for (const order of [(one: Device, other: Device) => [one, other], (one: Device, other: Device) => [other, one]]) {
    const [one, other] = await sharingDevices();
    await choose(one, 'linkedin', never, 2);
    await choose(other, 'linkedin', done, 1);
    await settle(...order(one, other));
    for (const each of [one, other]) assert.deepEqual(record(each, 'linkedin'), { later: { scope: 'never', on: '2026-01-01' }, updated: at(2) });
    assert.deepEqual(one.account, choices(other));
  }
});

test('in the same second both devices take the same one', async () => {
  const [one, other] = await sharingDevices();
  await choose(one, 'linkedin', never, 1);
  await choose(other, 'linkedin', done, 1);
  await settle(one, other);
  assert.deepEqual(record(one, 'linkedin'), record(other, 'linkedin'));
  assert.deepEqual(one.account, choices(other));
});

test('what was chosen before sharing began is joined', async () => {
  const [one, other] = [device(), device()];
  await choose(one, 'linkedin', done, 1);
  await choose(other, 'x', never, 2);
  await choose(other, 'linkedin', never, 3);
  for (const each of [one, other]) {
    await each.on(() => setSharing(true));
    await settle(one, other);
  }
  assert.deepEqual(choices(one), choices(other));
  assert.equal(record(one, 'linkedin').updated, at(3));
});

test('turning it off removes the choices there, on all devices, and keeps them here', async () => {
  const [one, other] = await sharingDevices();
  await choose(one, 'linkedin', done, 1);
  await settle(one, other);
  const before = choices(one);
  assert.deepEqual(await one.on(() => setSharing(false)), { on: false });
  await settle(one, other);
  assert.deepEqual([one.account, other.account], [{}, {}]);
  assert.deepEqual([choices(one), choices(other)], [before, before]);
  assert.deepEqual(sharing(other), { on: false, elsewhere: true });
  await choose(other, 'x', never, 2);
  assert.deepEqual(other.account, {});
});

test('what cannot be removed is removed at the next start', async () => {
  const [one, other] = await sharingDevices();
  await choose(one, 'linkedin', done, 1);
  await settle(one, other);
  one.broken.remove = true;
  const state = await one.on(() => setSharing(false));
  assert.deepEqual([state.on, state.left], [false, true]);
  assert.match(state.failure ?? '', /quota/);
  one.broken.remove = false;
  await one.on(share);
  assert.deepEqual([sharing(one), one.account], [{ on: false }, {}]);
});

test('a full account loses nothing here, says so, and is made up for', async () => {
  const [one, other] = await sharingDevices();
  one.broken.set = () => true;
  await choose(one, 'linkedin', done, 1);
  await choose(one, 'x', never, 2);
  assert.deepEqual([Object.keys(choices(one)).length, one.account, sharing(one).on], [2, {}, true]);
  assert.match(sharing(one).failure ?? '', /quota/);
  one.broken = {};
  await choose(one, 'reddit', never, 3);
  await settle(one, other);
  assert.deepEqual([sharing(one).failure, Object.keys(choices(other)).length], [undefined, 3]);
});

test('a record that is too large keeps no other from its place', async () => {
  const one = device();
  await choose(one, 'linkedin', done, 1);
  await choose(one, 'x', never, 2);
  one.broken.set = items => 'choices:linkedin' in items;
  await one.on(() => setSharing(true));
  assert.deepEqual(Object.keys(one.account), ['choices:x']);
  assert.match(sharing(one).failure ?? '', /quota/);
});

test('an account that cannot be read changes nothing', async () => {
  const [one] = await sharingDevices();
  await choose(one, 'linkedin', done, 1);
  const before = choices(one);
  one.broken.get = true;
  await one.on(share);
  assert.deepEqual([choices(one), sharing(one).on], [before, true]);
  assert.match(sharing(one).failure ?? '', /quota/);
});

test('what is damaged there is neither taken nor overwritten, and the rest is shared', async () => {
  const one = device();
  await choose(one, 'linkedin', done, 1);
  await choose(one, 'x', never, 2);
  const newer = { done: { toggle: { on: '2026-01-01' } }, mood: 'good', updated: at(5) };
  one.account = { 'choices:linkedin': newer, 'choices:reddit': 7, other: true };
  const before = choices(one);
  await one.on(() => setSharing(true));
  assert.deepEqual(one.account, { 'choices:linkedin': newer, 'choices:reddit': 7, other: true, 'choices:x': before['choices:x'] });
  assert.deepEqual(choices(one), before);
  assert.match(sharing(one).failure ?? '', /linkedin, reddit/);
});

test('a file brings the later choices, and one with anything wrong brings none', async () => {
  const here = device();
  await choose(here, 'linkedin', done, 5);
  const file = (records: object) => JSON.stringify({ 'beforehand-choices': 1, choices: records });
  const older = { later: { scope: 'never', on: '2026-01-01' }, updated: at(1) };
  const before = choices(here);
  await assert.rejects(
    here.on(() => importChoices(file({ x: older, reddit: { later: { scope: 'a while', on: '2026-02-30' }, mood: 'good' } }))),
    /file\.choices\.reddit\.later\.scope: .*\nfile\.choices\.reddit\.later\.on: .*\nfile\.choices\.reddit\.mood: is not known here/,
  );
  await assert.rejects(
    here.on(() => importChoices('{"name":"x"}')),
    /file\.beforehand-choices: is missing/,
  );
  assert.deepEqual(choices(here), before);
  assert.deepEqual(await here.on(() => importChoices(file({ linkedin: older, x: older }))), { read: 2, newer: 1 });
  assert.deepEqual(choices(here), { ...before, 'choices:x': older });
});

test('to start over forgets all but the rules, and what was shared', async () => {
  const [one, other] = await sharingDevices();
  await choose(one, 'linkedin', done, 1);
  Object.assign(one.local, {
    preferences: { textSize: 'large' },
    fetched: [],
    rules: {},
    'rule:linkedin': { id: 'linkedin' },
    addresses: ['https://rules.example/'],
  });
  await one.on(reset);
  await settle(one, other);
  assert.deepEqual(one.account, {});
  assert.deepEqual(Object.keys(one.local).sort(), ['addresses', 'banner', 'changed', 'rule:linkedin', 'rules', 'settings', 'sharing', 'table']);
  assert.deepEqual([(one.local.settings as { place: string }).place, sharing(one)], ['page', { on: false }]);
});
