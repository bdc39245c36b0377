import type { Saved } from '../core/messages.ts';
import { make } from '../core/pages.ts';

/** Has the browser save a file. */
export function save({ name, text }: Saved): void {
  const link = make('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // by then it is read
}
