import 'wasm_exec';
import { EngineError } from '../core/call.ts';
import { answer } from './answer.ts';
import { serveOpenTabs } from './register.ts';
import { alone, forgetShown, writeTrouble } from './store.ts';
import { rebuild, rebuildIfStale, staleAlarm } from './table.ts';
import { plantSeed } from './update.ts';

chrome.runtime.onInstalled.addListener(() => guarded('install', install));
chrome.runtime.onStartup.addListener(() => guarded('start', start));
chrome.alarms.onAlarm.addListener(alarm => {
  if (alarm.name === staleAlarm) guarded('alarm', () => alone(rebuild));
});
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const answering = answer(message, sender);
  answering?.then(reply, error => {
    console.error(message.type, error);
    reply({ failure: String(error) }); // never wrong, at worst silent
    if (isNoEngine(error)) writeTrouble({ noEngine: true, reason: String(error) });
  });
  return answering !== undefined; // the reply comes later
});

async function install(): Promise<void> {
  const table = await alone(async () => {
    const planted = await plantSeed().then(
      () => undefined,
      (error: unknown) => error,
    );
    return { ...(await rebuild()), planted }; // whatever happened to the seed: the previous rule set stays in force
  });
  await serveOpenTabs(table);
  if (table.planted) throw table.planted;
}

async function start(): Promise<void> {
  await forgetShown(); // a new session
  await alone(rebuildIfStale);
}

/** Runs what an event asks for. What fails is kept for the popup to show. */
function guarded(event: string, run: () => Promise<unknown>): void {
  run().then(
    () => writeTrouble(undefined),
    error => {
      console.error(event, error);
      return writeTrouble({ noEngine: isNoEngine(error), reason: String(error) });
    },
  );
}

function isNoEngine(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'no-engine';
}
