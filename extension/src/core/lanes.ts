import type { Use } from './protocol.ts';
import { isMirrored } from './svg.ts';
import { day } from './when.ts';

const dayLength = 86_400_000;

/** Where a date stands in hundredths of the width, where that is in the picture, and the years to name. */
export type Scale = { at(date: string | number): number; x(at: number): string; years: { at: number; year: string }[] };

/** Makes the scale for dates and the present day. Both ends stand for as far as is known. */
export function scaleOf(dates: (string | undefined)[], today: number): Scale {
  const known = [...dates.filter(date => date !== undefined).map(date => Date.parse(date)), today];
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const margin = Math.max((last - first) * 0.08, 60 * dayLength);
  const [from, to] = [first - margin, last + margin];
  const at = (date: string | number) => (((typeof date === 'number' ? date : Date.parse(date)) - from) / (to - from)) * 100;
  const [start, end] = [new Date(from).getUTCFullYear() + 1, new Date(to).getUTCFullYear()];
  const step = Math.ceil((end - start + 1) / 6);
  const years = Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => start + i).filter((_, i) => i % step === 0);
  const mirrored = isMirrored();
  return {
    at,
    x: place => `${(mirrored ? 100 - place : place).toFixed(2)}%`,
    years: years.map(year => ({ at: at(`${year}-01-01`), year: day(String(year)) })).filter(({ at }) => at < 92),
  };
}

/** Groups claims by their regions, and within these in lanes in which no two overlap. */
export function byRegion(uses: Use[]): Use[][][] {
  const groups = new Map<string, Use[][]>();
  for (const use of uses) {
    const lanes = groups.get(use.regions.join()) ?? [];
    const lane = lanes.find(lane => lane.every(other => ends(other, use) || ends(use, other)));
    if (lane) lane.push(use);
    else lanes.push([use]);
    groups.set(use.regions.join(), lanes);
  }
  return [...groups.values()];
}

function ends(use: Use, before: Use): boolean {
  return use.until !== undefined && before.since !== undefined && use.until < before.since;
}

/** Puts marks that would cover each other into rows. */
export function inRows<Mark extends { at: number }>(marks: Mark[]): Mark[][] {
  const rows: Mark[][] = [];
  for (const mark of marks) {
    const row = rows.find(row => row.every(({ at }) => Math.abs(at - mark.at) > 8));
    if (row) row.push(mark);
    else rows.push([mark]);
  }
  return rows;
}
