import { evidence } from '../core/evidence.ts';
import type { Shown, State } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { text } from '../core/text.ts';

/** Why there is a banner here, or none, with the evidence. */
export function why(details: Shown, settings: State['settings'], waits: boolean): Node[] {
  const title = text(details.verdict === 'warn' && details.place !== 'toolbar' && !waits ? 'popupWhyBanner' : 'popupWhyNoBanner');
  const reason = waits ? 'waiting' : reasonFor(details, settings);
  return [folded(title, line(text(`why_${reason}`, details.rule?.name ?? '')), ...(details.rule ? evidence(details) : []))];
}

/** What other sources know of the page, each under its own name. */
export function others({ others = [] }: Shown): Node[] {
  return others.filter(({ uses }) => uses.length > 0).map(other => folded(text('popupOthers', other.source), ...evidence(other)));
}

function folded(title: string, ...content: Node[]): HTMLElement {
  const [box, summary] = [make('details'), make('summary')];
  summary.append(make('h2', title));
  box.append(summary, ...content);
  return box;
}

/** The reason as a message key; what the user set, or saw already, goes before what the core says. */
function reasonFor({ verdict, place, shown, reason, chosen }: Shown, settings: State['settings']): string {
  if (verdict === 'warn' && place === 'toolbar') return settings.place === 'toolbar' ? 'toolbar' : chosen.here?.place === 'toolbar' ? 'toolbar_here' : 'source';
  if (verdict === 'warn' && shown) return 'shown';
  return reason.replaceAll('-', '_');
}
