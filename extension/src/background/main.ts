import 'wasm_exec';
import { EngineError } from '../core/call.ts';
import { choicesKey } from '../core/messages.ts';
import { addManaged } from './added.ts';
import { answer } from './answer.ts';
import { useLanguage } from './language.ts';
import { readManaged } from './policy.ts';
import { serveOpenTabs } from './register.ts';
import { scheduleAll, settle, updateAlarm, updateInTurn } from './schedule.ts';
import { begin, isBack } from './session.ts';
import { alone, change, forgetShown, readTable, writeTrouble } from './store.ts';
import { share } from './sync.ts';
import { rebuild, rebuildIfChanged, rebuildIfStale, staleAlarm } from './table.ts';

chrome.runtime.onInstalled.addListener(({ reason }) => {
  guarded('install', install);
  if (reason === 'install') void chrome.tabs.create({ url: 'welcome/welcome.html' });
});
chrome.runtime.onStartup.addListener(() => guarded('start', start));
chrome.alarms.onAlarm.addListener(alarm => {
  if (alarm.name === staleAlarm) guarded('alarm', () => alone(rebuild));
  if (alarm.name.startsWith(updateAlarm)) guarded('update', () => renew(alarm.name.slice(updateAlarm.length)));
});
chrome.storage.onChanged.addListener((changes, area) => {
  if (area === 'managed') guarded('policy', obey);
  const chosen = Object.keys(changes).some(key => key.startsWith(choicesKey));
  if (chosen && (area === 'local' || area === 'sync')) share().catch(error => console.error('share', error));
});
for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) {
  event.addListener(() => void followPermissions().catch(error => console.error('permissions', error)));
}
chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const answering = answer(message, sender);
  answering?.then(reply, error => {
    console.error(message.type, error);
    reply({ failure: String(error) }); // never wrong, at worst silent
    if (isNoEngine(error)) writeTrouble({ noEngine: true, reason: String(error) });
  });
  return answering !== undefined; // the reply comes later
});

rebuildIfChanged().catch(error => console.error('what another worker began', error)); // whatever this one was started for
isBack().then(
  back => back && guarded('turned on', resume),
  error => console.error('session', error),
);

async function install(): Promise<void> {
  await begin();
  try {
    await settle(true);
  } catch (error) {
    await alone(rebuild); // whatever happened to the seed: the previous rule set stays in force
    throw error;
  }
  await useLanguage(); // its texts may be new
  await prepare();
}

async function start(): Promise<void> {
  await begin();
  await forgetShown();
  await settle(false);
  await alone(rebuildIfStale);
  await prepare();
}

/** Does what the start of a browser asks for, and serves the tabs, which are there already. */
async function resume(): Promise<void> {
  await start();
  await serveOpenTabs((await readTable())?.scripts ?? []);
}

/** Registers scripts anew, because the user allowed the extension to read a host, or took that back. */
async function followPermissions(): Promise<void> {
  await alone(() => change({})); // not under a table that is made just now, and would take it back
  await rebuildIfChanged();
}

/** Does at once what an organisation wants. */
async function obey(): Promise<void> {
  await alone(rebuild);
  await prepare();
}

async function prepare(): Promise<void> {
  await addManaged(await readManaged()).catch(error => console.error('managed sources', error)); // tried again at the next start
  await scheduleAll();
  await share(); // what did not succeed before
}

async function renew(source: string): Promise<void> {
  await settle(false);
  await updateInTurn(source);
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
