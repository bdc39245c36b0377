import { ask, type ChoicesMade, choicesKey } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line, redraw } from '../core/parts.ts';
import type { Action } from '../core/protocol.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { made } from './made.ts';

/** The choices made so far. They are shown anew when they change, wherever that is. */
export function choices(first: ChoicesMade): HTMLElement {
  const [node, heading, list, { node: status, say }] = [make('section'), make('h2', text('optionsChoices')), make('div'), said()];
  const show = (all: ChoicesMade) =>
    redraw(list, ...(all.made.length > 0 ? all.made.map(chosen => made(chosen, choose)) : [line(text('choicesNone'), 'quiet')]));
  const choose = async (platform: string, action: Action, words = text('undone')) => {
    const failed = await ask('choose', { platform, action }).then(() => undefined, reasonOf);
    show(await ask('choices', {}));
    say(failed ? text('failed') : words, failed);
  };
  heading.tabIndex = -1;
  node.append(heading, line(text('choicesWhat')), status, list, accounts(first, choose));
  show(first);
  chrome.storage.local.onChanged.addListener(async changes => {
    if (Object.keys(changes).some(key => key.startsWith(choicesKey))) show(await ask('choices', {}));
  });
  return node;
}

/** A form that gives the user one more account on a platform. */
function accounts({ platforms }: ChoicesMade, choose: (platform: string, action: Action, words: string) => Promise<void>): HTMLElement {
  const [form, where, select, label, input] = [
    make('form'),
    make('label', text('accountOn')),
    make('select'),
    make('label', text('accountName')),
    make('input'),
  ];
  select.append(...platforms.map(({ id, name }) => new Option(name, id)));
  input.autocomplete = 'off';
  input.maxLength = 60;
  input.required = true;
  input.dir = 'auto';
  where.append(select);
  label.append(input);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const account = input.value.trim();
    if (!account) return input.focus();
    input.value = '';
    await choose(select.value, { kind: 'add-account', account }, text('accountAdded', account));
  });
  form.append(make('h3', text('accountsTitle')), line(text('accountsWhat')), where, label, make('button', text('act_add')));
  return form;
}
