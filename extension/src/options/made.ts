import type { Chosen } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, line } from '../core/parts.ts';
import type { Action, Mark } from '../core/protocol.ts';
import { shortDay, text } from '../core/text.ts';

/** Lists what the user chose about a platform, each with a button that undoes it. */
export function made(chosen: Chosen, undo: (platform: string, action: Action) => void): HTMLElement {
  const { id, name, record } = chosen;
  const [node, heading, list] = [make('section'), make('h3', id === '*' ? text('chosenEverywhere') : name), make('ul')];
  const item = (words: string, label: string, action: Action) => {
    const [entry, said] = [make('li'), make('span', words)];
    const key = `${id} ${JSON.stringify(action)}`;
    const act = button(key, label, () => undo(id, action));
    said.id = `chosen ${key}`.replaceAll(/[^\w-]/g, '_');
    act.setAttribute('aria-describedby', said.id);
    entry.append(said, act);
    list.append(entry);
  };
  for (const [account, marks] of [['', record.done ?? {}] as const, ...Object.entries(record.accounts ?? {})]) {
    for (const [optOut, mark] of Object.entries(marks)) item(done(chosen, account, optOut, mark), text('act_undo'), { kind: 'not-done', optOut, account });
  }
  const { later, publicOnly, place } = record;
  if (later) item(text(`chosen_${later.scope.replace('-', '_')}`, shortDay(later.on)), text('act_undo'), { kind: 'resume' });
  if (publicOnly) item(text('act_public_only'), text('act_undo'), { kind: 'all-posts' });
  if (place === 'toolbar') item(text('chosenToolbar'), text('act_undo'), { kind: 'show-in', place: 'page' });
  for (const account of Object.keys(record.accounts ?? {})) item(text('chosenAccount', account), text('act_remove'), { kind: 'remove-account', account });
  heading.tabIndex = -1;
  list.className = 'made';
  node.append(heading, ...(list.childElementCount > 0 ? [list] : [line(text('chosenNone'))]));
  return node;
}

/** Says when an opt-out was done, and how its switch was seen since. */
function done({ record, optOuts }: Chosen, account: string, id: string, { on, confirmed, onAgain }: Mark): string {
  const covers = optOuts.find(optOut => optOut.id === id)?.covers.map(purpose => text(`covers_${purpose.replaceAll('-', '_')}`));
  const words = [text('chosenDone', covers?.join(', ') || id, shortDay(on))];
  if (confirmed) words.push(text('chosenConfirmed', shortDay(confirmed)));
  if (onAgain) words.push(text('chosenOnAgain', shortDay(onAgain)));
  const several = Object.keys(record.accounts ?? {}).length > 0;
  return several ? text('chosenFor', account || text('accountMain'), words.join(' ')) : words.join(' ');
}
