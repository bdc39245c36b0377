import { limits, steps as todo } from '../core/evidence.ts';
import { mark } from '../core/mark.ts';
import { ask, type Listed, type Sweep } from '../core/messages.ts';
import { quiet, standing, wayOut } from '../core/optouts.ts';
import { make } from '../core/pages.ts';
import { button, line, redraw, row } from '../core/parts.ts';
import type { Remedy } from '../core/protocol.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { guideOffer } from '../core/waiting.ts';
import { inWords } from './card.ts';
import { covered, effort, needed } from './ways.ts';

/** The walk through all that is open, one opt-out at a time. */
export type Sweeper = { node: HTMLElement; show(mine: Listed[], sweep: Sweep): void };

type Step = { known: Listed; optOut: Remedy };

/** Makes the sweep, to be filled by `show`. It stands where it was left, on whatever page. */
export function sweeper(): Sweeper {
  const [node, heading, body] = [make('section'), make('h2', text('sweepTitle')), make('div')];
  const { node: status, say } = said();
  let mine: Listed[] = [];
  let sweep: Sweep = { steps: [], at: 0 };
  let newest = sweep;
  let open = false;
  let told = { key: '', node: make('div') };
  let drawn = '';
  heading.tabIndex = -1;
  heading.id = 'sweep';
  node.className = 'sweep';
  node.setAttribute('aria-labelledby', heading.id);
  node.append(heading, body, status);

  const draw = () => {
    const all = stepsOf(sweep, mine);
    const waiting = openSteps(mine);
    const as = JSON.stringify([open, sweep, all, waiting]);
    if (as === drawn) return; // a press on what is drawn anew would come to nothing
    drawn = as;
    node.hidden = waiting.length === 0 && !open;
    node.classList.toggle('box', open);
    if (!open) return redraw(body, ...entry(all, waiting));
    const here = all[sweep.at];
    redraw(body, ...(here ? step(here, all.length) : end(all)));
  };
  const go = async (next: Sweep, opened = true) => {
    const before = { sweep, open };
    [sweep, open] = [next, opened];
    draw();
    heading.focus();
    newest = next;
    const kept = {
      // When it is asked again, the background was stopped, and a newer step may be there already.
      get sweep() {
        return newest;
      },
    };
    await ask('sweep', kept).catch(error => {
      if (newest === next) ({ sweep, open } = before);
      draw();
      say(text('failed'), reasonOf(error));
    });
  };
  const act = (key: string, run: () => void, name = key) => button(key, text(`act_${name}`), run);
  const leave = () => go(sweep, false);
  const over = () => go({ steps: [], at: 0 }, false);

  const entry = (all: Step[], waiting: Step[]): Node[] => {
    const begin = act('begin', () => go({ steps: waiting.map(({ known, optOut }) => ({ platform: known.platform, optOut: optOut.id })), at: 0 }));
    const left = all.length > 0 && sweep.at < all.length;
    const resume = button('go-on', text('act_go_on', String(sweep.at + 1), String(all.length)), () => go(sweep));
    (left ? resume : begin).classList.add('main');
    return [line(text('sweepWhat', String(waiting.length))), row(...(left ? [resume] : []), begin)];
  };

  const step = ({ known, optOut }: Step, count: number): Node[] => {
    const { platform, name } = known;
    const [title, bar] = [make('h3'), make('progress')];
    title.append(mark(name, platform), name);
    [bar.max, bar.value, bar.ariaLabel] = [count, sweep.at, text('sweepTitle')];
    const { at } = sweep;
    const forward = () => go({ ...sweep, at: at + 1 });
    const done = act('done', async () => {
      const failed = optOut.done ? undefined : await ask('choose', { platform, action: { kind: 'done', optOut: optOut.id } }).then(() => undefined, reasonOf);
      if (failed) say(text('failed'), failed);
      else await forward();
    });
    if (optOut.done) done.textContent = text('act_next');
    done.classList.add('main');
    const back = act('back', () => at > 0 && go({ ...sweep, at: at - 1 }));
    back.ariaDisabled = at === 0 ? 'true' : null;
    const key = `${platform} ${optOut.id}`;
    if (key !== told.key) {
      const node = make('div');
      told = { key, node };
      ask('about', { platform }).then(
        ({ rule }) => rule && node.replaceChildren(...todo(rule, optOut), line(limits(rule, optOut))),
        error => say(text('failed'), reasonOf(error)),
      );
    }
    const acts = [back, ...(optOut.done ? [] : [act('skip', forward)]), done, act('leave', leave)];
    return [
      line(text('sweepAt', String(sweep.at + 1), String(count))),
      bar,
      title,
      line(optOut.done ? text('sweepIsDone') : inWords(known)),
      ...[standing(name, optOut)].filter(Boolean).map(words => line(words)),
      row(...wayOut(platform, name, optOut), quiet(covered(known, optOut)), quiet(effort(known, optOut))),
      guideOffer(platform, optOut),
      told.node,
      row(...acts),
    ];
  };

  const end = (all: Step[]): Node[] => {
    const done = all.filter(({ optOut }) => optOut.done).length;
    const back = act('back', () => go({ ...sweep, at: all.length - 1 }));
    return [line(text('sweepEnd', String(done), String(all.length))), row(...(all.length > 0 ? [back] : []), act('close', over, 'finish'))];
  };

  return {
    node,
    show(platforms, stored) {
      mine = platforms;
      if (!open) sweep = stored; // what is open here is newer than what was stored
      draw();
    },
  };
}

function openSteps(mine: Listed[]): Step[] {
  return mine.flatMap(known =>
    needed(known)
      .filter(({ done }) => !done)
      .map(optOut => ({ known, optOut })),
  );
}

/** The steps of a sweep that there still are. */
function stepsOf({ steps }: Sweep, mine: Listed[]): Step[] {
  return steps.flatMap(step => {
    const known = mine.find(({ platform }) => platform === step.platform);
    const optOut = known?.optOuts.find(({ id }) => id === step.optOut);
    return known && optOut ? [{ known, optOut }] : [];
  });
}
