import { call, question } from '../core/call.ts';
import type { Messages, Preferences, Shown, State, Sweep } from '../core/messages.ts';
import type { Action, Answer, Choices, Settings } from '../core/protocol.ts';
import { add, allow, findAt, remove } from './added.ts';
import { mark } from './badge.ts';
import { exportBundle, exportProof, importBundle, lookInto } from './bundle.ts';
import { exportChoices, importChoices, listChoices, options, prefer, reset } from './choices.ts';
import { guide, mayGuide } from './guide.ts';
import { readFetched } from './kept.ts';
import { waiting } from './permissions.ts';
import { about, keepSweep, overview, pick } from './platforms.ts';
import { readManaged, settableUnder } from './policy.ts';
import { updateNow } from './schedule.ts';
import { showLinks, sources } from './see.ts';
import { alone, platformsAt, readChoices, readEverything, readSettings, readTrouble, wasShown, writeChoices, writeSettings, writeTrouble } from './store.ts';
import { setSharing } from './sync.ts';
import { guessRegion, rebuild } from './table.ts';
import { translator } from './translate.ts';

type Sender = chrome.runtime.MessageSender;
type Handler = (message: Record<string, unknown>, sender: Sender) => Promise<object>;

const handlers: { [Type in keyof Messages]: Handler } = {
  decide: (_, sender) => decide(pageOf(sender)),
  details: (message, sender) => details(fromOwnPage(sender) ? String(message.url) : pageOf(sender)),
  choose: (message, sender) => choose(message, sender),
  mark: ({ noPlace }, sender) => mark(sender.tab, [pageOf(sender), sender.tab?.url ?? ''], noPlace === true),
  waiting: (_, sender) => ownPage(sender, async () => ({ platforms: await waiting() })),
  guide: (_, sender) => guide(pageOf(sender)),
  guided: (message, sender) => guided(pageOf(sender), String(message.platform), message.action as Action),
  overview: (_, sender) => ownPage(sender, overview),
  about: ({ platform }, sender) => ownPage(sender, () => about(String(platform))),
  pick: ({ platform, picked }, sender) => ownPage(sender, () => pick(String(platform), picked === true)),
  sweep: ({ sweep }, sender) => ownPage(sender, () => keepSweep(sweep as Sweep)),
  state: (_, sender) => ownPage(sender, state),
  settings: (message, sender) => ownPage(sender, () => settings(message.settings)),
  options: (_, sender) => ownPage(sender, options),
  preferences: ({ preferences }, sender) => ownPage(sender, () => prefer(preferences as Preferences)),
  share: ({ on }, sender) => ownPage(sender, () => setSharing(on === true)),
  choices: (_, sender) => ownPage(sender, listChoices),
  exportChoices: (_, sender) => ownPage(sender, exportChoices),
  importChoices: ({ text }, sender) => ownPage(sender, () => importChoices(String(text))),
  fetched: (_, sender) => ownPage(sender, async () => ({ fetched: await readFetched() })),
  reset: (_, sender) => ownPage(sender, reset),
  showNow: (message, sender) => showNow(String(message.platform), String(message.optOut), sender),
  showDomain: ({ source, domain }, sender) => ownPage(sender, () => showLinks(String(source), `https://${domain}/`)),
  sources: (_, sender) => ownPage(sender, sources),
  update: ({ source }, sender) => ownPage(sender, () => updateNow(String(source))),
  findSource: ({ address }, sender) => ownPage(sender, () => findAt(String(address))),
  addSource: ({ address }, sender) => ownPage(sender, async () => updateNow(await add(String(address)))),
  allowSource: ({ source, links, hints }, sender) => ownPage(sender, () => allow(String(source), links === true, hints === true)),
  removeSource: ({ source }, sender) => ownPage(sender, () => remove(String(source))),
  importRules: ({ text, keep }, sender) => ownPage(sender, () => (keep === true ? importBundle : lookInto)(String(text))),
  exportRules: ({ source }, sender) => ownPage(sender, () => exportBundle(String(source))),
  exportProof: ({ source }, sender) => ownPage(sender, () => exportProof(String(source))),
};

/** The most characters, as JSON, that a script in a page may send. What it has to say is a choice, with a label that the user typed. */
const mostFromPages = 10_000;

/** Answers a message, or returns undefined for one that is none of ours. */
export function answer(message: unknown, sender: Sender): Promise<object> | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message) || sender.id !== chrome.runtime.id) return undefined;
  if (typeof message.type !== 'string' || !Object.hasOwn(handlers, message.type)) return undefined;
  if (!fromOwnPage(sender) && (pageOf(sender) === '' || JSON.stringify(message).length > mostFromPages)) return undefined;
  return handlers[message.type as keyof Messages](message as Record<string, unknown>, sender);
}

function fromOwnPage(sender: Sender): boolean {
  return sender.url?.startsWith(chrome.runtime.getURL('')) ?? false;
}

function ownPage(sender: Sender, handle: () => Promise<object>): Promise<object> {
  return fromOwnPage(sender) ? handle() : Promise.reject(new Error('only pages of the extension may ask this'));
}

/** The address that the browser vouches for; what a message claims does not count. A frame without an address of its own has its creator's. */
function pageOf(sender: Sender): string {
  const url = sender.url ?? '';
  // A page may change its address without loading. The sender's is the one that it was loaded from, the tab's is the one it has.
  const now = sender.frameId === 0 ? sender.tab?.url : undefined;
  if (now && /^https?:/.test(now) && URL.parse(now)?.origin === URL.parse(url)?.origin) return now;
  if (/^https?:/.test(url)) return url;
  return sender.tab && /^https?:/.test(sender.origin ?? '') ? `${sender.origin}/` : '';
}

async function decide(address: string): Promise<Answer> {
  return call('decide', question(address, await readEverything(await platformsAt(new URL(address).hostname))));
}

async function details(address: string): Promise<Shown> {
  const known = await readEverything(await platformsAt(new URL(address).hostname));
  const found = await call('details', question(address, known));
  const [shown, trouble, translate] = await Promise.all([wasShown(found.platform), readTrouble(), translator([found.platform])]);
  if (trouble?.noEngine) await writeTrouble(undefined); // it has just answered
  return { ...translate(found.platform, found), shown, chosen: { here: known.reader.choices[found.platform], everywhere: known.reader.choices['*'] } };
}

async function choose(message: Record<string, unknown>, sender: Sender): Promise<object> {
  const platform = String(message.platform);
  if (platform !== '*') await ownPlatform(platform, sender);
  await keep(platform, message.action as Action);
  return {};
}

/** Keeps what the page of an opt-out showed, or what was done there. */
async function guided(address: string, platform: string, action: Action): Promise<Messages['guided']['out']> {
  if (!(await mayGuide(address, platform, action))) throw new Error('a page may speak for its own opt-outs only');
  const { done } = await keep(platform, action);
  return { done: done?.[action.optOut ?? ''] };
}

/** Keeps a choice first and decides again after: once it is answered, it is not lost. */
async function keep(platform: string, action: Action): Promise<Choices> {
  const kept = await alone(async () => {
    const { entries, reader } = await readEverything(platform === '*' ? [] : [platform]);
    const record = await readChoices(platform);
    const kept = await call('choose', { record, action, entries, now: reader.now });
    await writeChoices(platform, kept);
    return kept;
  });
  await alone(rebuild);
  return kept;
}

/** A page may speak for its own platform only. */
async function ownPlatform(platform: string, sender: Sender): Promise<void> {
  if (fromOwnPage(sender) || (await platformsAt(new URL(pageOf(sender)).hostname)).includes(platform)) return;
  throw new Error('a page may choose for its own platform only');
}

async function showNow(platform: string, optOut: string, sender: Sender): Promise<object> {
  await ownPlatform(platform, sender);
  const { entries } = await readEverything([platform]);
  const [entry] = entries as { optOuts?: { id: string; url: string }[] }[];
  const url = entry?.optOuts?.find(({ id }) => id === optOut)?.url ?? '';
  return showLinks(platform.slice(0, Math.max(0, platform.lastIndexOf('/'))), url);
}

async function state(): Promise<State> {
  const [{ reader }, guess, trouble] = await Promise.all([readEverything([]), guessRegion().catch(() => ''), readTrouble()]);
  return { settings: reader.settings, guess, trouble };
}

async function settings(wanted: unknown): Promise<object> {
  await alone(async () => {
    const [before, managed] = await Promise.all([readSettings(), readManaged()]);
    await writeSettings({ region: '', ...before, ...settableUnder(managed, wanted as Partial<Settings>) });
    try {
      await rebuild();
    } catch (error) {
      if (before) await writeSettings(before); // a setting that the core refuses is not kept
      throw error;
    }
  });
  return {};
}
