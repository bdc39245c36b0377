import type { Fetched } from '../core/messages.ts';
import type { FileAnswer, FileRequest } from '../core/protocol.ts';
import { fetchFile } from './fetcher.ts';
import { readFetched, writeFetched } from './kept.ts';
import { seconds } from './trust.ts';

const most = 500;
let unwritten: Fetched[] = [];

/** Fetches a file and notes that, for the user to see. What cannot be noted counts as not fetched. */
export async function fetchNoted(base: string, request: FileRequest, run: AbortSignal, anew: boolean): Promise<FileAnswer> {
  const answer = await fetchFile(base, request, run, anew);
  unwritten.push({ at: seconds(), address: base + request.path, ...ended(answer) });
  await navigator.locks.request('fetched', async () => {
    const fresh = unwritten.toReversed(); // what came while another write went on is written at once
    unwritten = [];
    if (fresh.length > 0) await writeFetched([...fresh, ...(await readFetched())].slice(0, most));
  });
  return answer;
}

function ended({ bytes, missing, tooBig, failure }: FileAnswer): Pick<Fetched, 'bytes' | 'result' | 'reason'> {
  if (bytes !== undefined) return { bytes: Uint8Array.fromBase64(bytes).length, result: 'read' };
  return { bytes: 0, result: missing ? 'missing' : tooBig ? 'too-big' : 'failed', reason: failure };
}
