import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');
const editors = join(import.meta.dirname, '../pages/editors');

/** Where the bundles of these packages and adapters are kept, for all suites of a run and for the next one. */
const kept = join(root, 'dist/editors', digest());

function digest(): string {
  const sum = createHash('sha256');
  const sources = [...readdirSync(editors).map(name => join(editors, name)), import.meta.filename, join(root, 'extension/package-lock.json')];
  for (const file of sources) sum.update(readFileSync(file));
  return sum.digest('hex').slice(0, 16);
}

/** Bundles an editor library, once. */
export async function bundle(name: string): Promise<Buffer> {
  const file = join(kept, `${name}.js`);
  if (!existsSync(file)) {
    const { outputFiles } = await build({
      stdin: { contents: `export * from './${name}'`, resolveDir: editors },
      bundle: true,
      format: 'esm',
      write: false,
      define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
      loader: { '.css': 'empty', '.ttf': 'empty', '.svg': 'text' },
      logLevel: 'silent',
    });
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, outputFiles[0]?.contents ?? '');
    renameSync(`${file}.${process.pid}`, file); // another suite may read it
  }
  return readFileSync(file);
}
