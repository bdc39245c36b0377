import { call, now } from '../core/call.ts';
import type { Messages, SourceState } from '../core/messages.ts';
import { heldBy } from './activate.ts';
import { policyFor } from './policy.ts';
import { updateAlarm } from './schedule.ts';
import { findSource, listSources, readSeed, type Source } from './sources.ts';
import { alone, readRules, writeHeld } from './store.ts';
import { rebuild } from './table.ts';
import { aloneTrusting, commit, readTrust } from './trust.ts';

/** Tells everything about the sources of rules. */
export async function sources(): Promise<Messages['sources']['out']> {
  const [all, { development }] = await Promise.all([listSources(), readSeed()]);
  const [{ managed }] = all as [Source];
  return {
    sources: await Promise.all(all.map(source => stateOf(source, development))),
    userSources: managed.userSources !== false,
    updates: managed.updates !== false,
  };
}

async function stateOf(source: Source, development: boolean): Promise<SourceState> {
  const id = source.builtIn ? '' : source.name;
  const [record, { rules, sources }, alarm] = await Promise.all([readTrust(source), readRules(), chrome.alarms.get(updateAlarm + source.name)]);
  const view = await call('see', { record, now: now(), policy: policyFor(source) });
  const added = sources[id];
  return {
    ...view,
    id,
    urls: source.urls,
    development: source.builtIn && development,
    platforms: rules[id]?.ids.length ?? 0,
    changes: rules[id]?.changes ?? [],
    links: added?.links ?? true,
    hints: added?.hints ?? true,
    managed: added?.managed ?? false,
    next: alarm ? Math.floor(alarm.scheduledTime / 1000) : 0,
  };
}

/** Ends the hold on a link and all others to its domain. */
export async function showLinks(name: string, url: string): Promise<object> {
  const source = await findSource(name);
  await aloneTrusting(async () => {
    const before = await readTrust(source);
    const { record } = await call('showNow', { record: before, url });
    const kept = await commit(source, before.gen, record);
    await alone(async () => {
      await writeHeld(name, await heldBy(source, kept));
      await rebuild();
    });
  });
  return {};
}
