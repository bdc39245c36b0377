import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Items = Record<string, unknown>;

/** A device with the extension: its own storage, and a copy of what the browser's account holds. */
export type Device = {
  local: Items;
  account: Items;
  /** What fails when it is called. */
  broken: { set?: (items: Items) => boolean; remove?: boolean; get?: boolean };
  /** Runs code of the background on this device. */
  on<T>(run: () => Promise<T>): Promise<T>;
  /** Writes to the account that have not reached the others: a value, or undefined for one that was removed. */
  unsent: [key: string, value: unknown][];
};

const dist = join(import.meta.dirname, '../../../dist/extension');

/** Makes the globals of a background, with the real engine. Call it before anything of the background is used. */
export async function prepare(): Promise<void> {
  const root = execFileSync('go', ['env', 'GOROOT']).toString().trim();
  await import(join(root, 'lib/wasm/wasm_exec.js'));
  globalThis.fetch = async () => new Response(readFileSync(join(dist, 'engine.wasm')), { headers: { 'content-type': 'application/wasm' } });
  const queues = new Map<string, Promise<unknown>>();
  const request = (name: string, run: () => Promise<unknown>) => {
    const next = (queues.get(name) ?? Promise.resolve()).then(run, run);
    queues.set(name, next);
    return next;
  };
  Object.defineProperty(globalThis, 'navigator', { value: { languages: ['de-DE'], locks: { request } } });
}

/** Makes a device. Its clock is this one's. */
export function device(): Device {
  const made: Device = { local: { settings: { region: 'DE' } }, account: {}, broken: {}, unsent: [], on: run => on(made, run) };
  return made;
}

/** Lets all writes of some devices reach the account, in order, and from there the devices. Returns those for which something is new. */
export function deliver(...devices: Device[]): Device[] {
  const account = { ...devices[0]?.account };
  for (const { account: own } of devices) Object.assign(account, own);
  for (const [key, value] of devices.flatMap(({ unsent }) => unsent.splice(0))) account[key] = value;
  for (const key of Object.keys(account)) if (account[key] === undefined) delete account[key];
  return devices.filter(to => {
    const news = JSON.stringify(to.account) !== JSON.stringify(account);
    to.account = structuredClone(account);
    return news;
  });
}

async function on<T>(device: Device, run: () => Promise<T>): Promise<T> {
  const { broken } = device;
  const local = area(() => device.local);
  const sync = area(() => device.account);
  const none = async () => undefined;
  const refuse = () => {
    throw new Error('QUOTA_BYTES_PER_ITEM quota exceeded');
  };
  Object.assign(globalThis, {
    chrome: {
      storage: {
        local,
        managed: { get: async () => ({}) },
        sync: {
          get: async () => (broken.get ? refuse() : sync.get()),
          set: async (items: Items) => {
            if (broken.set?.(items)) refuse();
            device.unsent.push(...Object.entries(structuredClone(items)));
            return sync.set(items);
          },
          remove: async (keys: string[]) => {
            if (broken.remove) refuse();
            device.unsent.push(...keys.map(key => [key, undefined] as [string, unknown]));
            return sync.remove(keys);
          },
        },
      },
      scripting: { getRegisteredContentScripts: async () => [], unregisterContentScripts: none },
      permissions: { getAll: async () => ({ origins: [] }) },
      alarms: { create: none },
      runtime: { getURL: (path: string) => path },
    },
  });
  return run();
}

function area(items: () => Items) {
  return {
    get: async (keys?: string | string[]) => {
      const wanted = keys === undefined ? Object.keys(items()) : [keys].flat();
      return structuredClone(Object.fromEntries(wanted.filter(key => key in items()).map(key => [key, items()[key]])));
    },
    getKeys: async () => Object.keys(items()),
    set: async (more: Items) => void Object.assign(items(), structuredClone(more)),
    remove: async (keys: string | string[]) => {
      for (const key of [keys].flat()) delete items()[key];
    },
  };
}
