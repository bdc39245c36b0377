import type { SourceState } from '../core/messages.ts';
import { line } from '../core/parts.ts';
import type { LastRun, SourceView } from '../core/protocol.ts';
import { text } from '../core/text.ts';
import { age, day, isToday, moment } from '../core/when.ts';

const looks: Partial<Record<SourceView['state'], string>> = { 'out-of-date': 'state warn', held: 'state warn', stopped: 'state stop' };

/** Says how things stand with a source. */
export function stateOf(state: SourceState): Node[] {
  const lines = [state.development ? line(text('rulesDevelopment'), 'state warn') : undefined, standing(state)];
  if (state.state === 'stopped') lines.push(line(text('rulesStoppedMore')));
  if (state.clockWrong) lines.push(line(text('rulesClock'), 'state warn'));
  if (state.expired) lines.push(line(text('rulesExpired'), 'state warn'));
  if (state.below) lines.push(line(text('rulesBelow'), 'state warn'));
  if (state.version) lines.push(line(text('rulesVersion', state.version, day(state.released), age(state.released), String(state.platforms))));
  return lines.filter(node => node !== undefined);
}

function standing(state: SourceState): Node | undefined {
  if (!state.version && state.state === 'held') return line(text('rulesNone'), 'state');
  const parameter = state.state === 'held' ? excuse(state.lastRun) : day(state.time);
  const words = text(`rules_${word(state.state)}`, parameter);
  return line(state.state === 'up-to-date' ? `${words} ${confirmation(state)}` : words, looks[state.state] ?? 'state');
}

/** Says who vouched for the newest rules, and when. */
export function confirmation({ confirmed, witnesses, time }: SourceView): string {
  if (!time) return text('confirmedNone');
  const [so, many] = [String(confirmed), String(witnesses)];
  return isToday(time) ? text('rulesConfirmedToday', so, many) : text('rulesConfirmedOn', so, many, day(time));
}

/** Says how the last run ended and when the next one is. What the state says already is not said again. */
export function outcome({ state, version, lastRun, next }: SourceState): string {
  const known = version && ['held', 'stopped', 'waiting'].includes(state);
  return [
    lastRun.at ? text('runAt', moment(lastRun.at)) : text('runNever'),
    lastRun.at && !known ? result(lastRun, version) : '',
    next ? text('runNext', moment(next)) : '',
  ].join(' ');
}

function result(run: LastRun, version: string): string {
  if (run.status !== 'kept') return text(`run_${run.status}`);
  return version ? text('run_kept', excuse(run)) : excuse(run);
}

/** Says for people why something was refused. */
export function excuse({ code }: Pick<LastRun, 'code'>): string {
  const key = `code_${word(code ?? '')}`;
  const words = text(key);
  return words === key ? text('code_other') : words;
}

function word(code: string): string {
  return code.replaceAll('-', '_');
}
