import type { SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { redraw } from '../core/parts.ts';
import { text } from '../core/text.ts';
import { about, changes } from './about.ts';
import { held } from './held.ts';
import { manage } from './manage.ts';
import { type Run, runOf, type Whole } from './run.ts';
import { stateOf } from './state.ts';

/** One source on the page. */
export type Card = { node: HTMLElement; heading: HTMLElement; run: Run; show(state: SourceState): void };

/** Makes the card of a source, to be filled by `show`. `gone` is called when the user has removed it. */
export function card(first: SourceState, updates: boolean, whole: Whole, gone: () => void): Card {
  const [node, top, rest] = [make('section'), make('div'), make('div')];
  const heading = first.id ? make('h4', first.source) : make('h3', text('rulesOwn'));
  heading.id = `source-${first.source}`;
  heading.tabIndex = -1;
  node.setAttribute('aria-labelledby', heading.id);
  const run = runOf(first, updates, heading.id, whole);
  const managed = first.id ? manage(first, run, gone) : undefined;
  node.append(heading, top, run.node, rest, ...(managed ? [managed.node] : []));
  const show = (state: SourceState) => {
    redraw(top, ...stateOf(state));
    redraw(rest, ...held(state, run.attempt), changes(state), about(state));
    run.show(state);
    managed?.show(state);
  };
  return { node, heading, run, show };
}
