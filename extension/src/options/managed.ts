import type { ManagedState, Options } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { facts, line } from '../core/parts.ts';
import { language, text } from '../core/text.ts';

/** Says what an organisation has set, and what of it cannot be used. Nothing on most devices. */
export function managed({ managed: state }: Options): Node[] {
  const rows: Parameters<typeof facts>[0] = [
    [text('managedSentence'), state.sentence ?? ''],
    [text('managedMuted'), list(state.muted)],
    [text('managedShown'), list(state.alwaysShown)],
  ];
  const set = state.region !== undefined || state.toolbarOnly || rows.some(([, value]) => value);
  if (!set && state.problems.length === 0) return [];
  return [make('h2', text('optionsManaged')), ...(set ? [line(text('managedWhat')), facts(rows)] : []), ...state.problems.map(problem)];
}

function problem({ key, must }: ManagedState['problems'][number]): HTMLElement {
  return line(must ? text('managedBad', key, must) : text('managedUnknown', key), 'state warn');
}

function list(names: string[]): string {
  return new Intl.ListFormat(language()).format(names);
}
