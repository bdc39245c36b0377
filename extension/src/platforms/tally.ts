import type { Listed } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { draw, isMirrored, ornament } from '../core/svg.ts';
import { listed, text } from '../core/text.ts';

/** What each tally looks like besides its colour. */
const signs: Record<Listed['tally'], string> = { done: '✓', open: '!', 'no-way-out': '✕', 'no-use': '–', 'not-clear': '?' };
const height = 32;

/** Draws where one stands with all platforms as one bar, and names them below. */
export function tally(mine: Listed[]): Node[] {
  const counted = Object.entries(signs)
    .map(([tally, sign]) => ({ tally, sign, names: mine.filter(known => known.tally === tally).map(({ name }) => name) }))
    .filter(({ names }) => names.length > 0);
  const list = make('ul');
  list.className = 'tallies';
  const parts: Node[] = [];
  let before = 0;
  for (const { tally, sign, names } of counted) {
    const share = names.length / mine.length;
    const start = isMirrored() ? 1 - before - share : before;
    const shape = { x: percent(start), width: percent(share), height, 'data-tally': tally, class: 'tally' };
    const label = { x: percent(start + share / 2), y: 21, 'text-anchor': 'middle', 'data-tally': tally, class: 'sign' };
    parts.push(draw('rect', shape), draw('text', label, `${sign} ${names.length}`));
    before += share;
    const item = make('li');
    const key = ornament(24, 24, draw('rect', { width: 24, height: 24, rx: 6, 'data-tally': tally, class: 'tally' }));
    key.append(draw('text', { x: 12, y: 17, 'text-anchor': 'middle', 'data-tally': tally, class: 'sign' }, sign));
    item.append(key, make('strong', words(tally, names.length)), ` ${listed(names)}`);
    list.append(item);
  }
  const label = text('tallyTitle', listed(counted.map(({ tally, names }) => words(tally, names.length))));
  const picture = draw('svg', { width: '100%', height, role: 'img', 'aria-label': label }, ...parts);
  return [picture, list];
}

function words(tally: string, count: number): string {
  return text(`tally_${tally.replaceAll('-', '_')}`, String(count));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}
