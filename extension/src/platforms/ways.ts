import type { Listed } from '../core/messages.ts';
import type { Remedy } from '../core/protocol.ts';
import { listed, text } from '../core/text.ts';

/** How long an opt-out takes, in words, and whether it is another way to do the same. */
export function effort(known: Listed, { id }: Remedy): string {
  const words = text(`effort_${known.ways[id]?.effort.replaceAll('-', '_') ?? 'longer'}`);
  return isOther(known, id) ? text('effortOther', words) : words;
}

/** What an opt-out stops. Two links that say the same would not tell which is which. */
export function covered(known: Listed, { id }: Remedy): string {
  return listed((known.ways[id]?.covers ?? []).map(purpose => text(`covers_${purpose.replaceAll('-', '_')}`)));
}

/** The opt-outs without those that are only another way to do one of them. */
export function needed(known: Listed): Remedy[] {
  return known.optOuts.filter(({ id }) => !isOther(known, id));
}

function isOther({ ways, optOuts }: Listed, id: string): boolean {
  const first = ways[id]?.insteadOf;
  return optOuts.some(optOut => optOut.id === first);
}
