import type { Listed } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { more } from '../core/parts.ts';
import { text, translated } from '../core/text.ts';
import { day } from '../core/when.ts';

const shownAtOnce = 10;

/** Lists what changed on the platforms that the user picked, newest first. */
export function history(mine: Listed[]): Node[] {
  const items = mine
    .flatMap(({ name, changes }) => changes.map(change => ({ name, ...change })))
    .sort((a, b) => b.date.localeCompare(a.date))
    .map(({ name, date, summary }) => {
      const [item, when] = [make('li'), make('time', day(date))];
      when.dateTime = date;
      item.append(when, ' ', make('strong', name), ` ${translated(summary) ?? ''}`);
      return item;
    });
  if (items.length === 0) return [];
  const lists = [items.slice(0, shownAtOnce), items.slice(shownAtOnce)].map(items => {
    const list = make('ul');
    list.className = 'history';
    list.append(...items);
    return list;
  });
  const [recent = make('ul'), earlier = make('ul')] = lists;
  return [make('h2', text('historyTitle')), recent, ...(earlier.childElementCount > 0 ? [more('earlier', text('historyMore'), earlier)] : [])];
}
