import { describe, table } from './claims.ts';
import { byRegion, inRows, type Scale, scaleOf } from './lanes.ts';
import { make } from './pages.ts';
import { more } from './parts.ts';
import type { Platform, Use } from './protocol.ts';
import { shortRegionNames } from './regions.ts';
import { draw, isMirrored, ornament } from './svg.ts';
import { text, translated } from './text.ts';
import { day } from './when.ts';

const [labelHeight, laneHeight, axisHeight, markHeight] = [20, 16, 20, 22];

/** How thick a bar is: what trains is seen without colours as well. */
const thickness: Record<Use['state'], number> = {
  'on-no-opt-out': 12,
  'on-unless-opted-out': 12,
  'objection-form': 12,
  'off-unless-opted-in': 7,
  'not-used': 3,
  unclear: 6,
};

/** Draws the claims about a platform as bars in time, region by region, with its changes marked, and says the same as text. */
export function timeline(rule: Platform, today = Date.now()): HTMLElement {
  const figure = make('figure');
  figure.className = 'timeline';
  figure.append(picture(rule, today), legend(rule.uses), changesOf(rule), more(`table-${rule.id}`, text('timelineTable'), table(rule.uses)));
  return figure;
}

function picture({ name, uses, changes = [] }: Platform, today: number): SVGSVGElement {
  const scale = scaleOf([...uses.flatMap(({ since, until }) => [since, until]), ...changes.map(({ date }) => date)], today);
  const parts: Node[] = [];
  let y = 0;
  for (const group of byRegion(uses)) {
    const [first] = group.flat();
    parts.push(draw('text', { x: scale.x(0), y: y + 14, class: 'where' }, shortRegionNames(first?.regions ?? [])));
    y += labelHeight;
    for (const lane of group) {
      parts.push(...lane.map(use => bar(use, scale, y)));
      y += laneHeight;
    }
  }
  const bottom = y + 4;
  const marks = changes.map(({ date }, i) => ({ at: scale.at(date), number: String(i + 1) }));
  const rows = inRows(marks);
  const height = bottom + axisHeight + rows.length * markHeight;
  const line = (at: number, className: string, to = bottom) => draw('line', { x1: scale.x(at), x2: scale.x(at), y1: 0, y2: to, class: className });
  const years = scale.years.flatMap(({ at, year }) => [line(at, 'year'), draw('text', { x: scale.x(at), y: bottom + 14, class: 'when' }, year)]);
  const changed = rows.flatMap((row, i) =>
    row.flatMap(({ at, number }) => {
      const cy = bottom + axisHeight + i * markHeight + 10;
      return [
        line(at, 'change', cy - 9),
        draw('circle', { cx: scale.x(at), cy, r: 9, class: 'change' }),
        draw('text', { x: scale.x(at), y: cy + 4, class: 'number' }, number),
      ];
    }),
  );
  const label = text('timelineTitle', name);
  return draw('svg', { width: '100%', height, role: 'img', 'aria-label': label }, ...years, ...parts, line(scale.at(today), 'today'), ...changed);
}

function bar(use: Use, scale: Scale, y: number): SVGElement {
  const [from, to] = [use.since ? scale.at(use.since) : 0, use.until ? scale.at(use.until) : 100];
  const height = thickness[use.state];
  const start = isMirrored() ? to : from;
  const place = { x: scale.x(start), y: y + (laneHeight - height) / 2, width: `${(to - from).toFixed(2)}%`, height };
  return draw('rect', { ...place, rx: Math.min(3, height / 2), class: 'bar', 'data-state': use.state }, draw('title', {}, describe(use)));
}

function legend(uses: Use[]): HTMLElement {
  const list = make('ul');
  list.className = 'legend';
  for (const state of new Set(uses.map(({ state }) => state))) {
    const item = make('li');
    const height = thickness[state];
    const swatch = draw('rect', { y: (laneHeight - height) / 2, width: 20, height, rx: Math.min(3, height / 2), class: 'bar', 'data-state': state });
    item.append(ornament(20, laneHeight, swatch), text(`state_${state.replaceAll('-', '_')}`));
    list.append(item);
  }
  const today = make('li');
  today.append(ornament(2, laneHeight, draw('line', { x1: 1, x2: 1, y2: laneHeight, class: 'today' })), text('timelineToday'));
  list.append(today);
  return list;
}

function changesOf({ changes = [] }: Platform): HTMLElement {
  const list = make('ol');
  for (const { date, summary } of changes) list.append(make('li', text('changeOn', day(date), translated(summary) ?? '')));
  return list;
}
