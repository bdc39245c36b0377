import { ask, type SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, line, pose, question, row } from '../core/parts.ts';
import { text } from '../core/text.ts';
import type { Run } from './run.ts';

type Abilities = { links: boolean; hints: boolean };

/** What only a source has that was added: what it may do, and its removal. `gone` is called when it is removed. */
export function manage(first: SourceState, run: Run, gone: () => void): { node: HTMLElement; show(state: SourceState): void } {
  const source = first.id;
  const [node, abilities, allowAsked, removeAsked] = [make('div'), make('fieldset'), make('div'), make('div')];
  const boxes = { links: checkbox(text('ability_links')), hints: checkbox(text('ability_hints')) };
  const show = ({ links, hints, managed }: SourceState) => {
    [boxes.links.input.checked, boxes.hints.input.checked] = [links, hints];
    abilities.disabled = managed;
  };
  const allow = (change: Partial<Abilities>) =>
    run.attempt(ask('allowSource', { source, links: boxes.links.input.checked, hints: boxes.hints.input.checked, ...change }), text('kept'));
  boxes.links.input.addEventListener('change', () => allow({}));
  boxes.hints.input.addEventListener('change', () => {
    const { input } = boxes.hints;
    if (!input.checked) return allow({});
    input.checked = false; // until the answer
    pose(
      allowAsked,
      question(input, [line(text('hintsAsked', source))], text('act_allow'), () => allow({ hints: true })),
    );
  });
  const remove = button('remove', text('act_remove'), () =>
    pose(
      removeAsked,
      question(remove, [line(text('removeAsked', source))], text('act_remove'), () =>
        ask('removeSource', { source }).then(gone, error => run.attempt(Promise.reject(error), '')),
      ),
    ),
  );
  abilities.append(make('legend', text('abilities')), boxes.links.label, boxes.hints.label);
  node.append(abilities, allowAsked, first.managed ? line(text('abilitiesManaged'), 'quiet') : row(remove), removeAsked);
  return { node, show };
}

function checkbox(words: string): { label: HTMLLabelElement; input: HTMLInputElement } {
  const [label, input] = [make('label'), make('input')];
  input.type = 'checkbox';
  label.append(input, ` ${words}`);
  return { label, input };
}
