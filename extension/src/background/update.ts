import { call } from '../core/call.ts';
import type { FileAnswer, FileRequest, LastRun, TrustRecord, Updated } from '../core/protocol.ts';
import { putInForce } from './activate.ts';
import { forgetBlobs, keepBlob, readBlob } from './database.ts';
import { languageOfTexts } from './language.ts';
import { fetchNoted } from './log.ts';
import { policyFor } from './policy.ts';
import { endProgress, showProgress } from './progress.ts';
import { listSources, readSeedIn, type Source } from './sources.ts';
import { commit, copies, readTrust, reopen, seconds } from './trust.ts';

const [requestsOfRun, secondsOfRun] = [250, 240];

/** Updates a source, asking its addresses in any order until one serves what is wanted. */
export async function update(source: Source): Promise<Updated> {
  const run = AbortSignal.timeout(secondsOfRun * 1000);
  let record = await readTrust(source);
  const { failures } = record;
  let out: Updated | undefined;
  try {
    for (const base of shuffled(source.urls)) {
      out = await attempt(source, { ...record, failures }, request => fetchNoted(base, request, run, failures > 0));
      record = out.record;
      if (out.result?.status !== 'kept') break;
    }
  } catch (error) {
    if (!isStorage(error)) throw error;
    out = await withoutSpace(source, failures, error.message);
  } finally {
    await endProgress(source.name);
  }
  if (!out) throw new Error('this source has no address');
  return out;
}

/** Ends a run for which there was no space. It is told even if there is none to keep that. */
async function withoutSpace(source: Source, failures: number, reason: string): Promise<Updated> {
  const result: LastRun = { at: seconds(), status: 'kept', code: 'storage', reason };
  const before = await readTrust(source);
  const failed = { ...before, last_run: result, failures: failures + 1 };
  const record = await forgetUnused()
    .then(() => commit(source, before.gen, failed))
    .catch(() => before);
  return { record, changed: true, result, wait: 15 * 60 };
}

/** The database says with a DOMException that it has no space, and storage.local with words. */
function isStorage(error: unknown): error is Error {
  return error instanceof DOMException || (error instanceof Error && /quota/i.test(error.message));
}

type Read = (request: FileRequest) => Promise<FileAnswer>;

/** Goes through one run: what the core wants stored is stored, and what it needs is read, until there is a result. */
async function attempt(source: Source, start: TrustRecord, read: Read): Promise<Updated> {
  const answers: Record<string, FileAnswer> = {};
  const input = { ...inputOf(source), language: await languageOfTexts(), answers };
  let record = start;
  let done = 0;
  for (;;) {
    const out = await call('update', { ...input, record, now: seconds() });
    if (out.changed) record = await commit(source, record.gen, out.record, out.opened, verified(out, bytesOf(answers)));
    if (out.result) {
      await finish(source, { ...out, record });
      return { ...out, record };
    }
    const need = out.need ?? [];
    const all = done + need.length;
    if (all > requestsOfRun) throw new Error(`a run asks for no more than ${requestsOfRun} files`);
    await Promise.all(
      need.map(async request => {
        answers[request.path] = await keptOrRead(request, read);
        await showProgress(source.name, ++done, all);
      }),
    );
  }
}

/** What the core is told of a source in each run. */
export function inputOf(source: Source) {
  return { known: source.known, half: !source.builtIn, policy: policyFor(source), from: source.builtIn ? '' : source.name };
}

/** A data file may be here already; one that comes is kept at once, so that a run that is killed goes on from there. */
async function keptOrRead(request: FileRequest, read: Read): Promise<FileAnswer> {
  const sha256 = blobOf(request.path);
  const bytes = sha256 && (await readBlob(sha256));
  if (bytes) return { bytes };
  const answer = await read(request);
  if (sha256 && answer.bytes) await keepBlob(sha256, answer.bytes);
  return answer;
}

function blobOf(path: string): string | undefined {
  return /^blob\/(.+)$/.exec(path)?.[1];
}

function bytesOf(answers: Record<string, FileAnswer>): Map<string, string> {
  return new Map(Object.entries(answers).flatMap(([path, { bytes }]) => (bytes === undefined ? [] : [[path, bytes]])));
}

/** The files of a run that ended well; its data files are kept already. */
export function verified({ result }: Updated, files: Map<string, string>): Map<string, string> | undefined {
  const well = result?.status === 'updated' || result?.status === 'current';
  return well ? new Map([...files].filter(([path]) => !blobOf(path))) : undefined;
}

/** Puts a new rule set in force, and clears up. */
export async function finish(source: Source, out: Updated): Promise<void> {
  if (!out.opened) return;
  await putInForce(source, out.record, out.opened);
  await forgetUnused();
}

/** Brings the built-in source to what the package vouches for, and puts the best rule set that is there in force. */
export async function plant(source: Source): Promise<void> {
  const language = await languageOfTexts();
  const seed = await readSeedIn(language);
  let stored = await copies(source);
  for (;;) {
    const generation = Math.max(0, ...stored.map(({ gen }) => gen));
    const out = await call('plant', { seed, stored, now: seconds(), language, policy: policyFor(source) });
    if (out.opened) {
      const files = new Map(Object.entries(seed.files));
      for (const [path, bytes] of files) if (blobOf(path)) await keepBlob(blobOf(path) ?? '', bytes);
      const record = await commit(source, generation, out.record, out.opened, verified(out, files));
      return finish(source, { ...out, record });
    }
    const record = out.changed ? await commit(source, generation, out.record) : out.record;
    const opened = await reopen(source, record);
    if (opened) return putInForce(source, record, opened);
    const fallen = (await call('fall', { record })).record; // its rule set is lost
    stored = [await commit(source, record.gen, fallen)];
  }
}

/** Puts the best rule set in force that is stored of a source that was added. If all is damaged, the next update brings it. */
export async function mend(source: Source): Promise<void> {
  let record = await readTrust(source);
  while (record.active) {
    const opened = await reopen(source, record);
    if (opened) return putInForce(source, record, opened);
    record = await commit(source, record.gen, (await call('fall', { record })).record);
  }
}

/** Deletes the data files that no source needs any more. */
export async function forgetUnused(): Promise<void> {
  const records = await Promise.all((await listSources()).map(readTrust));
  const releases = records.flatMap(({ active, previous }) => [active, previous]);
  await forgetBlobs(new Set(releases.flatMap(release => release?.files.map(({ sha256 }) => sha256) ?? [])));
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map(item => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
