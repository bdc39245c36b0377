import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ask, type Sweep } from '../../src/core/messages.ts';

/** What the background does with the first question, the second and so on. */
function background(...answers: (object | 'never' | 'gone')[]): string[] {
  const asked: string[] = [];
  const sendMessage = ({ type }: { type: string }) => {
    const answer = answers[asked.push(type) - 1];
    if (answer === 'gone') return Promise.reject(new Error('Could not establish connection'));
    return answer === 'never' ? new Promise(() => undefined) : Promise.resolve(answer);
  };
  Object.assign(globalThis, { chrome: { runtime: { sendMessage } } });
  return asked;
}

/** Lets so much time pass as there is to wait, up to a minute. */
async function pass(): Promise<void> {
  for (let second = 0; second < 60; second++) {
    mock.timers.tick(1000);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }
}

test('a question that is lost with the background is asked again', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked = background('gone', 'never', { settings: {} });
  const answer = ask('state', {});
  await pass();
  assert.deepEqual(await answer, { settings: {} });
  assert.deepEqual(asked, ['state', 'state', 'state']);
  mock.timers.reset();
});

test('a question that is asked again says what holds then', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let at = 1;
  const kept: number[] = [];
  const sendMessage = async ({ sweep }: { sweep: Sweep }) => {
    kept.push(sweep.at);
    at = 2; // a newer step, while the background is stopped
    return kept.length > 1 ? {} : undefined;
  };
  Object.assign(globalThis, { chrome: { runtime: { sendMessage } } });
  const answer = ask('sweep', {
    get sweep() {
      return { steps: [], at };
    },
  });
  await pass();
  await answer;
  assert.deepEqual(kept, [1, 2]);
  mock.timers.reset();
});

test('a background that never answers is given up', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked = background('never', 'never', 'never', 'never', 'never');
  const answer = assert.rejects(ask('state', {}), /no answer/);
  await pass();
  await answer;
  assert.equal(asked.length, 4);
  mock.timers.reset();
});

test('what takes as long as the network is waited for', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked = background('never', {});
  let answered = false;
  ask('update', { source: '' }).then(() => {
    answered = true;
  });
  await pass();
  assert.deepEqual([asked, answered], [['update'], false]);
  mock.timers.reset();
});

test('a failure is said in its own words, and not asked again', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const asked = background({ failure: 'no such platform' });
  await assert.rejects(ask('about', { platform: 'x' }), /no such platform/);
  assert.equal(asked.length, 1);
  mock.timers.reset();
});
