import { ask, type SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, line, more, row } from '../core/parts.ts';
import { text } from '../core/text.ts';
import { moment } from '../core/when.ts';

/** So many domains are in sight. All links of a source that was just added are new. */
const inSight = 3;

/** Lists the domains whose links are held back, each with a button that ends the hold, and says why. `done` is told what has been done. */
export function held({ id, held }: SourceState, done: (action: Promise<unknown>, words: string) => void): Node[] {
  const domains = Object.entries(held).sort(([a, from], [b, to]) => from - to || a.localeCompare(b));
  if (domains.length === 0) return [];
  const rows = domains.map(([domain, until]) => {
    const waits = make('span', text('heldDomain', domain, moment(until)));
    waits.id = `held-${id}-${domain}`;
    const act = button(`show-${domain}`, text('act_show'), () => done(ask('showDomain', { source: id, domain }), text('heldDomainShown', domain)));
    act.setAttribute('aria-describedby', waits.id);
    return row(waits, act);
  });
  const why = more('held-why', text('heldAsked'), line(text('heldDomainWhy')));
  return domains.length > inSight ? [more('held', text('heldMany', String(domains.length)), ...rows), why] : [...rows, why];
}
