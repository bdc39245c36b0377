import { evidence, links } from '../core/evidence.ts';
import { mark } from '../core/mark.ts';
import { ask, type Listed } from '../core/messages.ts';
import { quiet, standing, wayOut } from '../core/optouts.ts';
import { make } from '../core/pages.ts';
import { button, line, more, row } from '../core/parts.ts';
import type { Remedy } from '../core/protocol.ts';
import { reasonOf, said } from '../core/said.ts';
import { from, sentence, text } from '../core/text.ts';
import { covered, effort, needed } from './ways.ts';

/** One platform: the verdict in words, the opt-outs, and why. */
export function card(known: Listed): HTMLElement {
  const { platform, name, verdict, optOuts } = known;
  const [section, heading, status] = [make('section'), make('h2'), said()];
  section.className = 'box platform';
  heading.append(mark(name, platform), name);
  const told = line(inWords(known), 'verdict');
  told.dataset.verdict = verdict;
  section.append(heading, told);
  if (optOuts.length > 0) {
    const all = needed(known);
    const done = all.filter(({ done }) => done).length;
    section.append(line(text('popupOptOuts', String(done), String(all.length)), 'quiet'), ...optOuts.map(optOut => optOutOf(known, optOut, status.say)));
  }
  section.append(status.node, why(platform));
  return section;
}

/** The verdict in words: what a banner would say, or why there is none. */
export function inWords({ notice, source, reason, name }: Listed): string {
  return notice ? sentence(notice) : from(source, text(reason === 'no-composer' ? 'platformNoPlace' : `verdict_${reason.replaceAll('-', '_')}`, name));
}

function optOutOf(known: Listed, optOut: Remedy, say: (line: string, reason?: string) => void): HTMLElement {
  const { platform, name } = known;
  const kind = optOut.done ? 'not-done' : 'done';
  const act = button(`done-${platform}-${optOut.id}`, text(optOut.done ? 'act_not_done' : 'act_done'), () => {
    ask('choose', { platform, action: { kind, optOut: optOut.id } }).catch(error => say(text('failed'), reasonOf(error)));
  });
  act.ariaLabel = text('actFor', act.textContent, name);
  const sign = quiet(optOut.done ? '✓' : '○');
  sign.ariaHidden = 'true';
  const told = [...(known.optOuts.length > 1 ? [covered(known, optOut)] : []), optOut.done ? '' : effort(known, optOut), standing(name, optOut)];
  return row(sign, ...wayOut(platform, name, optOut), ...told.filter(Boolean).map(quiet), act);
}

/** The evidence, which is asked for when it is unfolded. */
function why(platform: string): HTMLElement {
  const body = make('div');
  const box = more(`why-${platform}`, text('act_why'), body);
  box.addEventListener('toggle', async () => {
    if (!box.open || body.childElementCount > 0) return;
    body.append(line(text('wait')));
    const known = await ask('about', { platform }).then(
      details => [...evidence(details), ...links(details)],
      error => [line(text('failed')), line(reasonOf(error), 'quiet')],
    );
    body.replaceChildren(...known);
  });
  return box;
}
