import { call, question } from '../core/call.ts';
import type { Everything, Listed, Sweep } from '../core/messages.ts';
import type { Details, Known, Platform } from '../core/protocol.ts';
import { alone, readEverything, readPicked, readSweep, writePicked, writeSweep } from './store.ts';
import { translator } from './translate.ts';

/** Tells how the user stands with every platform, and which ones the user picked. */
export async function overview(): Promise<Everything> {
  const [{ entries, reader }, picked, sweep] = await Promise.all([readEverything(), readPicked(), readSweep()]);
  const rules = new Map((entries as Platform[]).map(rule => [rule.id, rule]));
  const { platforms } = await call('overview', { ...reader, entries });
  const translate = await translator(platforms.map(({ platform }) => platform));
  return { platforms: platforms.flatMap(known => listed(translate(known.platform, known), rules.get(known.platform))), picked, sweep };
}

function listed(known: Known, rule: Platform | undefined): Listed[] {
  if (!rule) return [];
  const { name, category, optOuts = [] } = rule;
  const ways = Object.fromEntries(optOuts.map(({ id, effort, covers, insteadOf }) => [id, { effort, covers, insteadOf }]));
  return [{ ...known, name, category, ways }];
}

/** Tells everything about one platform. */
export async function about(platform: string): Promise<Details> {
  const known = await readEverything([platform]);
  const translate = await translator([platform]);
  return translate(platform, await call('details', question('', known)));
}

/** Keeps that the user uses a platform, or does not. */
export async function pick(platform: string, picked: boolean): Promise<object> {
  await alone(async () => {
    const others = (await readPicked()).filter(id => id !== platform);
    await writePicked(picked ? [...others, platform] : others);
  });
  return {};
}

/** Keeps how far the sweep has come. */
export async function keepSweep(sweep: Sweep): Promise<object> {
  await writeSweep(sweep);
  return {};
}
