import { call, now } from '../core/call.ts';
import type { ChoicesMade, Options, Preferences, Saved } from '../core/messages.ts';
import type { Choices, ChoicesFile, Platform } from '../core/protocol.ts';
import { forgetAllButRules, readAllChoices, readPreferences, readSharing, writeAllChoices, writePreferences } from './kept.ts';
import { languageOfTexts, languages, useLanguage } from './language.ts';
import { managedState } from './policy.ts';
import { same } from './same.ts';
import { settleLanguage } from './schedule.ts';
import { alone, readEverything, readTexts } from './store.ts';
import { setSharing } from './sync.ts';
import { rebuild } from './table.ts';

/** What is needed of a rule to show choices. */
type Known = Pick<Platform, 'id' | 'name' | 'uses'> & Partial<Pick<Platform, 'optOuts'>>;

/** Lists what the user chose, and what there is to choose. */
export async function listChoices(): Promise<ChoicesMade> {
  const [records, rules] = await Promise.all([readAllChoices(), readKnown()]);
  const made = Object.entries(records).filter(([, record]) => Object.keys(record).some(field => field !== 'updated' && field !== 'known'));
  return {
    made: inOrder(
      made.map(([id, record]) => {
        const rule = rules.get(id);
        return { id, name: rule?.name ?? id, record, optOuts: (rule?.optOuts ?? []).map(({ id, covers }) => ({ id, covers })) };
      }),
    ),
    platforms: inOrder([...rules.values()].filter(({ optOuts = [] }) => optOuts.length > 0).map(({ id, name }) => ({ id, name }))),
    plans: inOrder([...rules.values()].map(rule => ({ id: rule.id, name: rule.name, plans: plansOf(rule) })).filter(({ plans }) => plans.length > 0)),
  };
}

async function readKnown(): Promise<Map<string, Known>> {
  const { entries } = await readEverything();
  return new Map((entries as Known[]).map(rule => [rule.id, rule]));
}

function plansOf({ uses }: Known): string[] {
  return [...new Set(uses.flatMap(({ plans = [] }) => plans))];
}

/** For all platforms first, then by name. */
function inOrder<T extends { id: string; name: string }>(items: T[]): T[] {
  return items.sort((a, b) => Number(b.id === '*') - Number(a.id === '*') || a.name.localeCompare(b.name));
}

/** Puts all choices into a file. */
export async function exportChoices(): Promise<Saved> {
  const file: ChoicesFile = { 'beforehand-choices': 1, choices: await readAllChoices() };
  return { name: `beforehand-choices-${now().slice(0, 10)}.json`, text: JSON.stringify(file, undefined, 2) };
}

/** Reads a file of choices: of each platform the later record stays. A file with anything wrong in it changes nothing. */
export async function importChoices(text: string): Promise<{ read: number; newer: number }> {
  const { choices } = await call('openChoices', { text });
  return alone(async () => {
    const here = await readAllChoices();
    const newer: Record<string, Choices> = {};
    for (const [id, there] of Object.entries(choices)) {
      const own = here[id];
      const later = own ? await call('merge', { here: own, there }) : there;
      if (!same(later, own)) newer[id] = later;
    }
    await writeAllChoices(newer);
    await rebuild();
    return { read: Object.keys(choices).length, newer: Object.keys(newer).length };
  });
}

/** Tells what the options page shows besides settings and rules. */
export async function options(): Promise<Options> {
  const rules = await readKnown();
  const [preferences, all, sharing, managed] = await Promise.all([
    readPreferences(),
    languages(),
    readSharing(),
    managedState(id => rules.get(id)?.name ?? id),
  ]);
  return { preferences, languages: all, sharing, managed };
}

/** Keeps what the user prefers; what is left out stays as it is. */
export async function prefer(wanted: Preferences): Promise<object> {
  await alone(async () => {
    await writePreferences({ ...(await readPreferences()), ...wanted });
    await useLanguage();
    await rebuild();
  });
  if ('language' in wanted && (await readTexts('')).language !== (await languageOfTexts())) await settleLanguage();
  return {};
}

/** Forgets all but the rules. What was shared is removed there. */
export async function reset(): Promise<object> {
  if ((await readSharing()).on) await setSharing(false);
  await alone(async () => {
    await forgetAllButRules();
    await rebuild();
  });
  return {};
}
