import { ask, type Fetched } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line, more } from '../core/parts.ts';
import { language, text } from '../core/text.ts';
import { moment } from '../core/when.ts';

/** Lists everything that the extension has fetched, newest first. It is read when it is unfolded. */
export function fetched(): Node[] {
  const list = make('ol');
  list.className = 'fetched';
  const box = more('fetched', text('fetchedShow'), list);
  box.addEventListener('toggle', async () => {
    if (!box.open) return;
    const { fetched } = await ask('fetched', {});
    list.replaceChildren(...(fetched.length > 0 ? fetched.map(item) : [make('li', text('fetchedNone'))]));
  });
  return [make('h2', text('optionsFetched')), line(text('fetchedWhat')), box];
}

function item({ at, address, bytes, result, reason }: Fetched): HTMLElement {
  const [entry, where] = [make('li'), make('code', address)];
  where.dir = 'ltr';
  const ended = result === 'read' ? size(bytes) : text(`fetched_${result.replace('-', '_')}`);
  entry.append(`${moment(at)} `, where, ` ${ended}`);
  if (reason) entry.title = reason;
  return entry;
}

function size(bytes: number): string {
  const [amount, unit] = bytes < 1000 ? [bytes, 'byte'] : [bytes / 1000, 'kilobyte'];
  return new Intl.NumberFormat(language(), { style: 'unit', unit, maximumFractionDigits: 1 }).format(amount);
}
