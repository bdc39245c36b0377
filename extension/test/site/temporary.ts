import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder that is removed when the tests end. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'beforehand-'));
  folders.push(folder);
  return folder;
}
