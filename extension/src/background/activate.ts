import { call, now } from '../core/call.ts';
import type { OpenedRules, TrustRecord } from '../core/protocol.ts';
import { policyFor } from './policy.ts';
import type { Source } from './sources.ts';
import { activate, alone, type Rules, readEverything, readRules } from './store.ts';
import { rebuild } from './table.ts';
import { build } from './trust.ts';

const changesShown = 5;

/** Puts an opened rule set in force: entries and notice table are rebuilt, scripts registered anew, and open tabs served. */
export async function putInForce(source: Source, record: TrustRecord, opened: OpenedRules): Promise<void> {
  const name = source.builtIn ? '' : source.name;
  await alone(async () => {
    const { rules } = await readRules();
    const changes = [...(await changesTo(rules[name], opened)), ...(rules[name]?.changes ?? [])].slice(0, changesShown);
    await activate(opened, name, languageOf(record), { build: build(), held: await heldBy(source, record), changes });
    await rebuild(true);
  });
}

/** The language of the texts that came with a release; English are those of the rules themselves. */
function languageOf({ active }: TrustRecord): string {
  const texts = active?.files.find(({ name }) => name.startsWith('texts-'));
  return texts?.name.slice('texts-'.length) ?? 'en';
}

/** The link domains that are held back, with the Unix second from which each is shown. */
export async function heldBy(source: Source, record: TrustRecord): Promise<Record<string, number>> {
  return (await call('see', { record, now: now(), policy: policyFor(source) })).held;
}

async function changesTo(rules: Rules | undefined, opened: OpenedRules): Promise<Rules['changes']> {
  if (!rules) return []; // all would be new
  const { entries: before } = await readEverything(rules.ids);
  const { changes } = await call('changes', { before, after: Object.values(opened.entries) });
  return changes.map(change => ({ ...change, version: opened.version, day: now().slice(0, 10) }));
}
