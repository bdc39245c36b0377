import { ask, mostAdded, type SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { adding } from './adding.ts';
import { importing } from './importing.ts';
import { watchUpdates } from './progress.ts';
import type { Whole } from './run.ts';
import { type Card, card } from './source.ts';

/** The section about the rules: where they come from, how new they are, and how they are renewed. */
export async function rules(): Promise<HTMLElement> {
  const first = await ask('sources', {});
  const [node, own, others, othersHeading, none] = [make('section'), make('div'), make('div'), make('h3', text('sourcesTitle')), line('')];
  const { node: status, say } = said();
  const cards = new Map<string, Card>();
  let known: SourceState[] = [];
  const whole: Whole = {
    refresh: async () => show((await ask('sources', {})).sources),
    known: name => known.find(({ source }) => source === name),
    running: yes => {
      for (const { run } of cards.values()) run.running(yes);
    },
  };
  const removed = async (source: string) => {
    await whole.refresh();
    say(text('removed', source));
    othersHeading.focus();
  };
  const form = adding(whole, source => cards.get(source)?.heading.focus());
  const show = (sources: SourceState[]) => {
    for (const [name, { node }] of cards) {
      if (sources.some(({ source }) => source === name)) continue;
      node.remove();
      cards.delete(name);
    }
    for (const state of sources) {
      const there = cards.get(state.source) ?? card(state, first.updates, whole, () => removed(state.source));
      if (!cards.has(state.source)) (state.id ? others : own).append(there.node);
      cards.set(state.source, there);
      there.show(state);
    }
    known = sources;
    const full = sources.length > mostAdded;
    form.hidden = full || !first.userSources || !first.updates;
    none.textContent = first.userSources ? text(full ? 'sourcesFull' : 'sourcesWhat') : text('sourcesForbidden');
  };
  othersHeading.tabIndex = -1;
  const off = first.updates ? [] : [line(text('rulesNoUpdates'), 'state')];
  node.append(make('h2', text('optionsRules')), line(text('rulesWhat')), ...off, own, importing(whole), othersHeading, none, status, others, form);
  show(first.sources);
  watchUpdates(
    (source, progress) => {
      whole.running(true);
      cards.get(source)?.run.step(progress);
    },
    () => {
      whole.running(false);
      whole.refresh();
    },
  );
  return node;
}
