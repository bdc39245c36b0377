import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { type Browser, copyOfExtension, tell, until } from './browser.ts';

/** Counts in the background how often something went on after an await, and lets nothing go on any more after a certain one. */
const counting = `
  const awaits = { count: 0, last: Infinity, channel: new BroadcastChannel('awaits') };
  awaits.channel.onmessage = ({ data }) => {
    if (data.last) Object.assign(awaits, { count: 0, last: data.last });
    awaits.channel.postMessage({ count: awaits.count });
  };
  const standsStill = () => {
    if (++awaits.count === awaits.last) awaits.channel.postMessage({ stands: true });
    return awaits.count >= awaits.last;
  };
`;

/**
 * Makes a copy of the extension whose background can be made to stand still after any of its awaits. In older JavaScript an
 * async function is a generator in the hands of one helper: there it is stopped.
 */
export function standing(): string {
  const extension = copyOfExtension();
  const file = join(extension, 'background.js');
  const { code } = transformSync(readFileSync(file, 'utf8'), { target: 'es2016' });
  const resumed = /var (fulfilled|rejected) = \(value\) => \{/g;
  if (code.match(resumed)?.length !== 2 || /\bawait /.test(code)) throw new Error('esbuild has another helper');
  writeFileSync(file, counting + code.replace(resumed, '$& if (standsStill()) return;'));
  return extension;
}

/** What is stopped, and what must be true whenever it was. */
export type Flow = {
  /** Brings all into the state before; what is stored has been put back. */
  begin?(): Promise<void>;
  /** Sets it going, and returns when it is over, or at once. */
  act(): Promise<unknown>;
  /** Holds after the stop, with a worker that knows nothing. */
  holds(when: string): Promise<void>;
};

/**
 * Stops the worker after an await of a flow, then after a later one, and so on until the flow is over before. Given two numbers, it
 * is stopped after those only. Returns how many stops there were, and how many awaits there are.
 */
export async function stopAtEach(
  browser: Browser,
  { begin, act, holds }: Flow,
  putBack: () => Promise<void>,
  only?: [number, number],
): Promise<[stops: number, awaits: number]> {
  await browser.inExtension(`(window.channel ??= new BroadcastChannel('awaits')).onmessage = ({ data }) => Object.assign(window, data), true`);
  for (let stops = 0; ; stops++) {
    const last = only ? (only[stops] ?? Number.MAX_SAFE_INTEGER) : stops + 1;
    const when = `stopped after await ${last}`;
    await putBack();
    await begin?.();
    await tell(browser, { type: 'state' }); // it is there, and has done what a worker does first
    await browser.inExtension(`(Object.assign(window, { stands: false, count: undefined }), channel.postMessage({ last: ${last} }), true)`);
    await until('the count', () => browser.inExtension<boolean>(`window.count !== undefined`));
    let over = false;
    let failure: unknown;
    act().then(
      () => (over = true),
      error => (failure = error), // often that nobody is left to answer
    );
    await until(when, async () => {
      if (over || (await browser.inExtension<boolean>(`window.stands`))) return true;
      if (failure) throw failure;
      return false;
    });
    if (!(await browser.inExtension<boolean>(`window.stands`))) {
      await browser.inExtension(`(channel.postMessage({}), true)`);
      await new Promise(resolve => setTimeout(resolve, 50));
      return [stops, await browser.inExtension<number>(`window.count`)];
    }
    await browser.stopWorker();
    await holds(when);
  }
}
