import { load } from './load.ts';
import type { Protocol, Reader } from './protocol.ts';

/** A call that the engine refused; `code` is one of the core's error codes, or `no-engine` if it did not start. */
export class EngineError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

type Calls = Protocol['calls'];

/** Calls the engine. Throws an EngineError when it refuses or does not start. */
export async function call<Name extends keyof Calls>(name: Name, message: Calls[Name]['in']): Promise<Calls[Name]['out']> {
  const engine = await load().catch(error => {
    throw new EngineError('no-engine', String(error));
  });
  const answer = JSON.parse(engine(name, JSON.stringify(message)));
  if (answer.error) throw new EngineError(answer.error.code, answer.error.message);
  return answer.ok;
}

/**
 * Makes the question about an address. What differs from one question to the next stands first: the engine reads the rest, which
 * begins with the groups, once.
 */
export function question(address: string, { entries, reader: { now, groups, ...reader } }: { entries: unknown[]; reader: Reader }) {
  return { address, now, groups, ...reader, entries };
}

/** The moment as RFC 3339 with the user's own offset, because days are the user's days. */
export function now(moment = new Date()): string {
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, 19);
  const two = (n: number) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
