import type { ChoicesMade } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line, more } from '../core/parts.ts';
import type { Settings } from '../core/protocol.ts';
import type { Said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { keep, selection } from './settings.ts';

/** Lets the user say which plan an account has, where a rule tells plans apart. */
export function plans({ plans: platforms }: ChoicesMade, settings: Settings, said: Said): Node[] {
  if (platforms.length === 0) return [];
  const chosen = { ...settings.plans };
  const rows = platforms.map(({ id, name, plans }) => {
    const options = [new Option(text('planUnknown'), ''), ...plans.map(plan => new Option(plan, plan))];
    const select = selection(name, options, chosen[id] ?? '', plan => {
      if (plan) chosen[id] = plan;
      else delete chosen[id];
      keep({ plans: chosen }, said);
    });
    const label = make('label', name);
    label.className = 'pair';
    label.append(select);
    return label;
  });
  return [make('h2', text('optionsPlans')), line(text('plansWhy')), more('plans', text('plansShow', String(Object.keys(chosen).length)), ...rows)];
}
