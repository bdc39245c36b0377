import { link } from './evidence.ts';
import { ask } from './messages.ts';
import { make } from './pages.ts';
import { button } from './parts.ts';
import type { Remedy } from './protocol.ts';
import { goLine, heldLine, text } from './text.ts';
import { day } from './when.ts';

/** The link to an opt-out; while it is held back, where it leads and a button that does not wait, after which `shown` is called. */
export function wayOut(platform: string, name: string, optOut: Remedy, shown: () => unknown = () => undefined): Node[] {
  const waits = heldLine(optOut);
  if (!waits && !optOut.url) return [quiet(text('noLink'))];
  if (!waits) {
    const go = link(optOut.url, goLine(optOut));
    go.ariaLabel = text('actFor', go.textContent, name);
    return [go];
  }
  const show = () => ask('showNow', { platform, optOut: optOut.id }).then(shown, error => console.error('showNow', error));
  return [quiet(`${waits} (${new URL(optOut.url).host})`), button(`show-${platform}-${optOut.id}`, text('act_show'), show)];
}

/** Says when an opt-out was done, or why it is open again; nothing if it never was. */
export function standing(name: string, { done, on, confirmed, reopened }: Pick<Remedy, 'done' | 'on' | 'confirmed' | 'reopened'>): string {
  if (reopened) return text(`reopened_${reopened.why.replaceAll('-', '_')}`, name, day(reopened.on || reopened.done));
  if (!done || !on) return '';
  return confirmed ? text('doneConfirmed', day(confirmed)) : text('doneOn', day(on));
}

/** Words beside others that matter more. */
export function quiet(content: string): HTMLElement {
  const span = make('span', content);
  span.className = 'quiet';
  return span;
}
