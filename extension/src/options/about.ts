import type { SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { facts, line, more } from '../core/parts.ts';
import type { Inspected, RulesChange } from '../core/protocol.ts';
import { text } from '../core/text.ts';
import { day } from '../core/when.ts';

/** Says who is behind a source: its name, its fingerprint, who can sign, and who watches. */
export function identity(who: Omit<Inspected, 'pinned'>, ...rows: Parameters<typeof facts>[0]): HTMLElement {
  return facts([
    [text('factName'), who.source, 'code'],
    ...rows,
    [text('factFingerprint'), who.fingerprint, 'code'],
    [text('factSigners'), text('signersOf', String(who.signers), String(who.keys))],
    [text('factWitnesses'), who.needed ? text('witnessesOf', String(who.needed), String(who.witnesses)) : text('witnessesNone')],
    [text('factFresh'), who.needed ? text('freshDays', String(who.freshDays)) : text('freshNone')],
    [text('factExpires'), day(who.expires)],
  ]);
}

/** The same of a source in use, to unfold. */
export function about(state: SourceState): HTMLElement {
  return more('about', text('aboutSource'), identity(state, [text('factAddress'), state.urls.join(' '), 'code']));
}

/** Says in words what the last releases changed, to unfold; open for the built-in source. */
export function changes(state: SourceState): HTMLElement {
  const list = make('ul');
  for (const change of state.changes) list.append(make('li', text('changeIn', inWords(change), change.version, day(change.day))));
  const box = more('changes', text('changesTitle'), state.changes.length > 0 ? list : line(text('changesNone')));
  box.open = state.id === '';
  return box;
}

function inWords({ kind, name }: RulesChange): string {
  return text(`change_${kind.replaceAll('-', '_')}`, name);
}
