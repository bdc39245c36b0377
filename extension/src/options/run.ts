import { ask, type Progress, type Saved, type SourceState } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { button, row } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { outcome } from './state.ts';
import { save } from './transfer.ts';

/** What the parts of the page may ask of the whole. */
export type Whole = {
  /** Shows anew how things stand with all sources. */
  refresh(): Promise<void>;
  /** Finds a source that is there by its name. */
  known(source: string): SourceState | undefined;
  /** Says that an update runs, or that none does: only one can. */
  running(yes: boolean): void;
};

/** The controls of a source, and how its updates go. */
export type Run = {
  node: HTMLElement;
  show(state: SourceState): void;
  /** Shows how far a run has come. */
  step(progress: Progress): void;
  /** An update runs, or none does, of whatever source. */
  running(yes: boolean): void;
  /** Does something else, and says that it is done or why not. */
  attempt(action: Promise<unknown>, words: string): Promise<void>;
};

/** Makes the controls of a source. `heading` is the id of its name on the page. */
export function runOf({ id }: SourceState, updates: boolean, heading: string, whole: Whole): Run {
  const [node, bar, { node: line, say }] = [make('div'), make('progress'), said()];
  let told = '';
  const begin = () => {
    told = '';
    bar.hidden = false;
  };
  const update = button('update', text('act_update'), async () => {
    if (update.ariaDisabled) return;
    whole.running(true);
    begin();
    bar.removeAttribute('value');
    say(text('runStarts'));
    const failed = await ask('update', { source: id }).then(() => undefined, reasonOf);
    whole.running(false);
    await whole.refresh();
    if (failed) say(text('failed'), failed);
  });
  const saver = (key: string, label: string, file: () => Promise<Saved>) =>
    button(key, label, () => {
      file().then(
        saved => {
          save(saved);
          say(text('saved', saved.name));
        },
        error => say(text('failed'), reasonOf(error)),
      );
    });
  const proof = saver('proof', text('act_export_proof'), () => ask('exportProof', { source: id }));
  const rules = saver('export', text('act_export_rules'), () => ask('exportRules', { source: id }));
  for (const act of [update, proof, rules]) act.setAttribute('aria-describedby', heading);
  bar.ariaLabel = text('act_update');
  bar.hidden = true;
  update.hidden = !updates;
  node.append(row(update, proof, rules), bar, line);
  return {
    node,
    show(state) {
      proof.hidden = state.state !== 'stopped';
      rules.hidden = !state.version;
      const words = outcome(state);
      if (!bar.hidden || words === told) return;
      told = words;
      say(words, state.lastRun.reason);
    },
    step({ done, all }) {
      begin();
      [bar.max, bar.value] = [all, done];
      say(text('runProgress', String(done), String(all)));
    },
    running(yes) {
      // A button that is disabled outright would lose the focus.
      update.ariaDisabled = yes ? 'true' : null;
      if (!yes) bar.hidden = true;
    },
    async attempt(action, words) {
      const failed = await action.then(() => undefined, reasonOf);
      await whole.refresh();
      say(failed ? text('failed') : words, failed);
    },
  };
}
