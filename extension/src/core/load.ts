/** The engine's one function: a call by name, JSON in and JSON out. */
export type Engine = (name: string, message: string) => string;

declare class Go {
  importObject: WebAssembly.Imports;
  exited: boolean;
  run(instance: WebAssembly.Instance): Promise<void>;
}

let loading: Promise<Engine> | undefined;
let program: Go | undefined;

/** Starts the engine, once. A failed start, or an engine that ended, is forgotten, so that the next call tries again. */
export function load(): Promise<Engine> {
  if (program?.exited) loading = undefined;
  loading ??= start().catch(error => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(): Promise<Engine> {
  const go = new Go();
  const source = await WebAssembly.instantiateStreaming(fetch(chrome.runtime.getURL('engine.wasm')), go.importObject);
  void go.run(source.instance); // it publishes its function before it first waits, and never ends
  program = go;
  const engine: unknown = Reflect.get(globalThis, 'beforehand');
  if (typeof engine !== 'function') throw new Error('the engine did not start');
  return (name, message) => engine(name, message);
}
