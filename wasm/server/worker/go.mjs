// Starts the Go side. The module is compiled once; each request gets an
// instance of its own, because a Worker may not touch in one request what
// another one waits for, and Go's scheduler does not know which is whose.

import './wasm_exec.js';
import server from './server.wasm';

// github.com/syumai/workers calls what may throw through this.
globalThis.tryCatch = call => {
  try {
    return { result: call() };
  } catch (error) {
    return { error };
  }
};

/** Returns what the Go side publishes: handleRequest and runScheduler. */
export async function start(env, ctx) {
  const binding = {};
  const go = new globalThis.Go();
  await new Promise((ready, failed) => {
    const instance = new WebAssembly.Instance(server, { ...go.importObject, workers: { ready } });
    // The library reads this before its first await, so no other request can come between.
    globalThis.context = { env, ctx, binding };
    go.run(instance).then(() => failed(new Error('the Go side has exited')), failed);
    delete globalThis.context;
  });
  return binding;
}
