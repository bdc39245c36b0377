import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One thing that was measured, as in `part/part.go`. */
export type Row = {
  what: string;
  unit: string;
  ours: number[];
  peers?: Record<string, number[]>;
  better?: 'more';
  required?: string;
  met?: boolean;
  note?: string;
  series?: string;
  size?: number;
  picture?: boolean;
};

export const repository = join(import.meta.dirname, '../../..');

/** Fewer rounds and smaller sizes. */
export const quick = process.argv.includes('--quick');

/** Writes what a part has measured to dist/bench, for the report. */
export function writePart(part: string, title: string, rows: Row[], machine: Record<string, string> = {}): void {
  const folder = join(repository, 'dist/bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${part}.json`),
    `${JSON.stringify({ part, title, rows, machine: quick ? { ...machine, run: 'a quick run: fewer rounds, smaller sizes' } : machine }, null, '\t')}\n`,
  );
}

/** Says how far a part is. */
export function progress(said: string): void {
  process.stderr.write(`${said}\n`);
}

/** Takes samples of several things in turns, each round in the other direction. */
export async function inTurns<Name extends string>(rounds: number, things: Record<Name, () => number | Promise<number>>): Promise<Record<Name, number[]>> {
  const names = Object.keys(things) as Name[];
  const samples = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) samples[name].push(await things[name]());
  }
  return samples;
}

export function median(samples: number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
