import { call, now } from '../core/call.ts';
import type { Imported, Saved } from '../core/messages.ts';
import type { Updated } from '../core/protocol.ts';
import { keepBlob, readBlob, readFiles } from './database.ts';
import { languageOfTexts } from './language.ts';
import { policyFor } from './policy.ts';
import { findSource, listSources, type Source } from './sources.ts';
import { aloneTrusting, commit, readTrust, seconds, versionOf } from './trust.ts';
import { finish, inputOf, verified } from './update.ts';

type Bundle = { 'rules-bundle': number; files: Record<string, string> };

/** Tells what importing a bundle would come to; nothing is kept. */
export async function lookInto(text: string): Promise<Imported> {
  const { source, out } = await runOn(text);
  return about(source, out);
}

/** Imports a bundle: an update run whose files are in one. */
export function importBundle(text: string): Promise<Imported> {
  return aloneTrusting(async () => {
    const { bundle, source, generation, out } = await runOn(text);
    const used = out.used ?? [];
    const files = new Map(used.map(path => [path, bundle.files[path] ?? '']));
    for (const [path, bytes] of files) if (path.startsWith('blob/')) await keepBlob(path.slice('blob/'.length), bytes);
    const record = await commit(source, generation, out.record, out.opened, verified(out, files));
    await finish(source, { ...out, record });
    return about(source, out);
  });
}

async function runOn(text: string) {
  const bundle = read(text);
  const origin = text && decode(bundle.files.checkpoint ?? '').split('\n')[0];
  const source = (await listSources()).find(({ name }) => origin?.startsWith(`${name}/log`));
  if (!source) throw new Error(`this file has rules of ${origin || 'nobody'}: add that source first`);
  const record = await readTrust(source);
  const out = await call('import', { ...inputOf(source), language: await languageOfTexts(), record, answers: {}, now: seconds(), bundle });
  return { bundle, source, generation: record.gen, out };
}

function read(text: string): Bundle {
  try {
    const bundle: Bundle = JSON.parse(text);
    if (bundle['rules-bundle'] === 1 && bundle.files instanceof Object) return bundle;
  } catch {
    // as any other file
  }
  throw new Error('this is no file of rules: choose one whose name ends in .rules');
}

function decode(base64: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.fromBase64(base64));
  } catch {
    return '';
  }
}

async function about(source: Source, { record, result }: Updated): Promise<Imported> {
  const view = await call('see', { record, now: now(), policy: policyFor(source) });
  return { ...view, status: result?.status ?? 'kept', reason: result?.reason ?? '' };
}

/** Puts all that is verified of a source into one file, so that one device can supply others. */
export async function exportBundle(name: string): Promise<Saved> {
  const source = await findSource(name);
  const [files, { active }] = await Promise.all([readFiles(source.name), readTrust(source)]);
  for (const { sha256 } of active?.files ?? []) {
    const bytes = await readBlob(sha256);
    if (bytes) files[`blob/${sha256}`] = bytes;
  }
  if (!active || !files.checkpoint) throw new Error('there is nothing to export yet');
  const bundle: Bundle = { 'rules-bundle': 1, files };
  return { name: `${source.name.replaceAll('/', '-')}-${versionOf(active)}.rules`, text: JSON.stringify(bundle) };
}

/** Puts the two signed heads of a log with two histories into a text that anybody can check. */
export async function exportProof(name: string): Promise<Saved> {
  const source = await findSource(name);
  const { fork, root } = await readTrust(source);
  if (!fork) throw new Error('this source has shown one history only');
  return { name: `${source.name.replaceAll('/', '-')}-fork.txt`, text: [root, fork.old, fork.new].join('\n----\n\n') };
}
