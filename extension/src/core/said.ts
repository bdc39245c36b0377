import { make } from './pages.ts';
import { line, more } from './parts.ts';
import { text } from './text.ts';

/** A line that screen readers read out when it changes, with the technical reason to unfold. */
export type Said = { node: HTMLElement; say(line: string, reason?: string): void };

/** Makes such a line, empty. */
export function said(): Said {
  const [node, status, reason] = [make('div'), line(''), line('', 'quiet')];
  const why = more('reason', text('runReason'), reason);
  status.role = 'status';
  why.hidden = true;
  node.append(status, why);
  return {
    node,
    say(words, because = '') {
      status.textContent = words;
      reason.textContent = because;
      why.hidden = because === '';
    },
  };
}

/** What went wrong, without the words for machines before it. */
export function reasonOf(error: unknown): string {
  return String(error).replace(/^(\w*Error: )+/, '');
}
