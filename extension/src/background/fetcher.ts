import type { FileAnswer, FileRequest } from '../core/protocol.ts';

const oneRequest = 25_000; // browsers stop a background that has waited for 30 seconds

/**
 * Fetches a file of a source, the same for everybody. The answer is cut off at the request's limit, in decoded bytes, and given up when
 * it takes too long. What goes wrong is part of the answer: a run decides what it means. After a failure ask `anew`, past the browser's
 * cache: it may hold a wrong file that somebody on the way has called immutable.
 */
export async function fetchFile(base: string, { path, limit }: FileRequest, run: AbortSignal, anew: boolean): Promise<FileAnswer> {
  const signal = AbortSignal.any([run, AbortSignal.timeout(oneRequest)]);
  try {
    const response = await fetch(base + path, {
      cache: anew ? 'reload' : path === 'checkpoint' ? 'no-cache' : 'default',
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    if (response.ok && response.body) return await read(response.body, limit);
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return { missing: true };
    return { failure: `the server answered ${response.status}`, retryAfter: retryAfter(response) };
  } catch (error) {
    return { failure: signal.aborted ? 'the server took too long' : String(error) };
  }
}

async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>, limit: number): Promise<FileAnswer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (const reader = body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return { tooBig: true };
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return { bytes: bytes.toBase64() };
}

/** How long a server that is overloaded wants to be left alone, in seconds. The header has seconds or a date. */
function retryAfter(response: Response): number | undefined {
  const said = response.headers.get('retry-after');
  if (!said || (response.status !== 429 && response.status !== 503)) return undefined;
  const seconds = /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
