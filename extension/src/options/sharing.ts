import { ask, type Options, type Sharing } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { moment } from '../core/when.ts';

/** Lets the user share choices with devices of the same browser's account, and says how that goes. */
export function sharing({ sharing: first }: Options): HTMLElement {
  const [node, label, input, { node: status, say }] = [make('section'), make('label'), make('input'), said()];
  const show = (state: Sharing) => {
    input.checked = state.on;
    say(words(state), state.failure);
  };
  input.type = 'checkbox';
  input.addEventListener('change', async () => {
    say(text('wait'));
    try {
      show(await ask('share', { on: input.checked }));
    } catch (error) {
      input.checked = !input.checked;
      say(text('failed'), reasonOf(error));
    }
  });
  label.append(input, ` ${text('sharingLabel')}`);
  node.append(make('h3', text('sharingTitle')), line(text('sharingWhat')), label, status);
  show(first);
  return node;
}

function words({ on, left, elsewhere, at, failure }: Sharing): string {
  if (left) return text('sharingLeft');
  if (elsewhere) return text('sharingEnded');
  if (!on) return '';
  if (failure) return text('sharingFailed');
  return at ? text('sharingOn', moment(at)) : '';
}
