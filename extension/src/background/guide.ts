import { call, question } from '../core/call.ts';
import type { Action, Guide } from '../core/protocol.ts';
import { readEverything } from './store.ts';
import { translator } from './translate.ts';

/** Tells what there is to do on the page of an opt-out. */
export async function guide(address: string): Promise<Guide> {
  const { optOuts } = await call('guide', question(address, await readEverything())); // a link may lead to another host than the platform's
  const translate = await translator(optOuts.map(({ platform }) => platform));
  return { optOuts: optOuts.map(one => translate(one.platform, one)) };
}

/** Tells whether a page may say this of an opt-out: it is the page of this very one. */
export async function mayGuide(address: string, platform: string, { kind, optOut }: Action): Promise<boolean> {
  const { optOuts } = await guide(address);
  return (kind === 'seen' || kind === 'done') && optOuts.some(one => one.platform === platform && one.rule.id === optOut);
}
