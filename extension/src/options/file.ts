import { ask } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, line, row } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { save } from './transfer.ts';

const mostBytes = 4 << 20;

/** Saves the choices as a file, and reads one. A file that is refused is told what is wrong with it, field by field. */
export function choicesFile(): HTMLElement {
  const [node, label, input, wrong, { node: status, say }] = [make('section'), make('label', text('choicesImport')), make('input'), make('ul'), said()];
  const out = button('export-choices', text('act_export_choices'), async () => {
    try {
      const file = await ask('exportChoices', {});
      save(file);
      say(text('saved', file.name));
    } catch (error) {
      say(text('failed'), reasonOf(error));
    }
  });
  input.type = 'file';
  input.accept = '.json,application/json';
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file) return;
    wrong.replaceChildren();
    say(text('wait'));
    try {
      if (file.size > mostBytes) throw new Error('file: is not JSON, or too large');
      const { read, newer } = await ask('importChoices', { text: await file.text() });
      say(text('choicesRead', String(read), String(newer)));
    } catch (error) {
      say(text('choicesRefused'));
      wrong.append(...problems(reasonOf(error)));
    }
    input.value = ''; // the same file can be chosen again
  });
  label.append(input);
  node.append(make('h3', text('choicesFile')), line(text('choicesFileWhat')), row(out), label, status, wrong);
  return node;
}

/** The lines of a refusal that name a field; all of it if none does. */
function problems(reason: string): Node[] {
  const lines = reason.split('\n').filter(line => line.startsWith('file'));
  return (lines.length > 0 ? lines : [reason]).map(line => {
    const [item, code] = [make('li'), make('code', line)];
    code.dir = 'ltr';
    item.append(code);
    return item;
  });
}
