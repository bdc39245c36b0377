import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { repository } from './part.ts';

declare class Go {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

export type Ask = <Answer = unknown>(name: string, message: unknown) => Answer;

/** The engine's one function, JSON in and JSON out. */
export const engine = (name: string, message: string): string => Reflect.get(globalThis, 'beforehand')(name, message);

export const seed = () => JSON.parse(readFileSync(join(repository, 'dist/extension/seed.json'), 'utf8'));

/** Loads Go's own part of a wasm program. */
export async function prepareGo(): Promise<void> {
  await import(join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'lib/wasm/wasm_exec.js'));
}

/** Starts a Go program that publishes the engine's function, and returns a way to ask it, with JSON on the way as in the extension. */
export async function start(file: string): Promise<Ask> {
  const go = new Go();
  const { instance } = await WebAssembly.instantiate(readFileSync(join(repository, file)), go.importObject);
  void go.run(instance);
  return (name, message) => {
    const { ok, error } = JSON.parse(engine(name, JSON.stringify(message)));
    if (error) throw new Error(JSON.stringify(error));
    return ok;
  };
}

/** The files of a source with so many made-up platforms, in base64, by their paths; `folder` is where they are made. */
export function sourceFiles(platforms: number, folder: string): Record<string, string> {
  execFileSync('go', ['run', './extension/test/source', '-platforms', `${platforms}`, folder], { cwd: repository });
  const source = join(folder, 'many');
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [relative(source, path).replaceAll(sep, '/'), readFileSync(path).toString('base64')];
    }),
  );
}
