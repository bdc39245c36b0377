import { ask } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, line, pose, question, row } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';

/** Lets the user begin anew, after a question in place. */
export function reset(): Node[] {
  const [asked, { node: status, say }] = [make('div'), said()];
  const forget = async () => {
    say(text('wait'));
    try {
      await ask('reset', {});
      location.reload(); // all of it is different now
    } catch (error) {
      say(text('failed'), reasonOf(error));
    }
  };
  const open = button('reset', text('act_reset'), () => pose(asked, question(open, [line(text('resetAsked'))], text('act_reset_yes'), forget)));
  return [make('h2', text('optionsReset')), line(text('resetWhat')), row(open), asked, status];
}
