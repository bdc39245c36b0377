import { updateLock } from '../core/messages.ts';
import type { LastRun } from '../core/protocol.ts';
import { readSet } from './database.ts';
import { findSource, listSources, type Source } from './sources.ts';
import { isWhole, readRules, readTable } from './store.ts';
import { aloneTrusting, build, copies, readTrust, seconds, slotKey, versionOf } from './trust.ts';
import { mend, plant, update } from './update.ts';

/** The alarm at which a source is asked for news, before its name. */
export const updateAlarm = 'update:';

const [soon, afterKill, usual] = [60, 15 * 60, 12 * 60 * 60];

/** Puts in force what is best of what is stored and packed. With `whole` all is opened anew, as after an install. */
export async function settle(whole: boolean): Promise<void> {
  for (const source of await listSources()) {
    if (!whole && (await isSettled(source))) continue;
    await aloneTrusting(() => (source.builtIn ? plant(source) : mend(source)));
  }
}

/** Tells whether the rules in force are the ones that the record names, and nothing that is stored is damaged. Needs no engine. */
async function isSettled(source: Source): Promise<boolean> {
  const [[first, second], { rules }, table] = await Promise.all([copies(source), readRules(), readTable()]);
  const active = first?.active;
  const name = source.builtIn ? '' : source.name;
  const inForce = rules[name];
  if (!active || !inForce) return !source.builtIn && !inForce; // one that was added may have no rules yet
  if (first.gen !== second?.gen || inForce.build !== build() || inForce.version !== versionOf(active)) return false;
  if (table?.builtFor?.[name] !== inForce.version || !(await isWhole(inForce))) return false;
  return (await readSet(source.name, active.slot, slotKey(active))) !== undefined;
}

/** Sees to it that rules speak the language that the user has chosen. What the package does not have of it is fetched soon. */
export async function settleLanguage(): Promise<void> {
  await settle(true);
  for (const source of await listSources()) if (source.managed.updates !== false) await schedule(source, soon);
}

/** Updates a source because its time has come, unless an update is running already. */
export async function updateInTurn(name: string): Promise<void> {
  await navigator.locks.request(updateLock, { ifAvailable: true }, async lock => {
    if (lock) await run(name);
  });
}

/** Updates a source because the user wants it, the built-in one without a name. Waits for an update that is running. */
export async function updateNow(name: string): Promise<LastRun> {
  await settle(false); // the last run may have stopped before its rules were in force
  return aloneTrusting(() => run(name));
}

async function run(name: string): Promise<LastRun> {
  const source = await findSource(name);
  if (source.managed.updates === false) throw new Error('updates are turned off by your organisation');
  await schedule(source, afterKill); // should the worker be stopped in the middle
  const { result, wait } = await update(source);
  // Half of those that could try again early wait as long as ever: after an outage, however long, fewer than twice as many as usual come.
  await schedule(source, Math.random() < 0.5 ? wait : Math.max(wait, usual));
  if (!result) throw new Error('the run came to no end');
  return result;
}

/** Sees to it that every source has its alarm: where the last run is too long ago, soon. */
export async function scheduleAll(): Promise<void> {
  for (const source of await listSources()) {
    if (source.managed.updates === false) continue;
    if (await chrome.alarms.get(updateAlarm + source.name)) continue;
    const { last_run } = await readTrust(source);
    await schedule(source, Math.max(soon, last_run.at + usual - seconds()));
  }
}

/** Sets the alarm of a source after about so many seconds: clients that wait equally long must not all come at once. */
async function schedule({ name }: Source, wait: number): Promise<void> {
  await chrome.alarms.create(updateAlarm + name, { delayInMinutes: (wait * (0.75 + Math.random() / 2)) / 60 });
}

/** Takes the alarm of a source away. */
export async function unschedule(source: string): Promise<void> {
  await chrome.alarms.clear(updateAlarm + source);
}
