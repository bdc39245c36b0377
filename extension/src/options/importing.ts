import { ask, type Imported } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { facts, line, pose, question } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { day } from '../core/when.ts';
import type { Whole } from './run.ts';
import { confirmation, excuse } from './state.ts';

const mostBytes = 8 << 20;

/** Lets the user choose a file of rules, shows what it has, and imports it if the user wants. */
export function importing(whole: Whole): HTMLElement {
  const [node, label, input, asked, { node: status, say }] = [make('section'), make('label', text('importLabel')), make('input'), make('div'), said()];
  input.type = 'file';
  input.accept = '.rules';
  label.append(input);
  const take = async (file: string, keep: boolean): Promise<Imported | undefined> => {
    try {
      return await ask('importRules', { text: file, keep });
    } catch (error) {
      say(text('importRefused'), reasonOf(error));
      return undefined;
    }
  };
  const use = async (file: string) => {
    say(text('wait'));
    const end = await take(file, true);
    await whole.refresh();
    if (end) say(text(isUsed(end) ? 'imported' : `import_${end.status}`, excuse(end.lastRun)), end.reason);
  };
  const look = async (file: string) => {
    const found = await take(file, false);
    if (!found) return;
    if (found.status === 'fork') return use(file); // the proof is worth keeping
    const confirmed = found.status === 'current' && found.time > (whole.known(found.source)?.time ?? 0);
    const words = text(`import_${confirmed ? 'confirmed' : found.status}`, excuse(found.lastRun));
    if (confirmed || found.status === 'updated' || found.status === 'delayed') {
      say('');
      const box = question(input, [line(words), contents(found)], text('act_use'), () => use(file));
      return pose(asked, box);
    }
    say(words, found.reason);
    if (found.status === 'current') asked.replaceChildren(contents(found));
  };
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file) return;
    asked.replaceChildren();
    say(text('wait'));
    if (file.size > mostBytes) say(text('importTooBig'));
    else await look(await file.text());
    input.value = ''; // the same file can be chosen again
  });
  node.append(make('h3', text('importTitle')), line(text('importWhat')), label, status, asked);
  return node;
}

function isUsed({ status }: Imported): boolean {
  return status === 'updated' || status === 'current';
}

/** What a file has, after which the user decides. */
function contents(found: Imported): HTMLElement {
  return facts([
    [text('factName'), found.source, 'code'],
    [text('factVersion'), found.version, 'code'],
    [text('factReleased'), found.released && day(found.released)],
    [text('factConfirmed'), confirmation(found)],
  ]);
}
