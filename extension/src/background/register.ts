import type { Table } from '../core/protocol.ts';

type Matches = Pick<Table, 'matches' | 'frameMatches'>;

const script = 'content.js';

/** Registers the content script for the hosts with something to say, and nowhere else. There is no moment at which it is registered nowhere. */
export async function register(table: Matches & Pick<Table, 'guides'>): Promise<void> {
  const common = { js: [script], runAt: 'document_start', persistAcrossSessions: true };
  const wanted = [
    { ...common, id: 'page', matches: table.matches, allFrames: false },
    { ...common, id: 'guide', js: ['guide.js'], matches: table.guides, allFrames: false },
    { ...common, id: 'frames', matches: table.frameMatches, allFrames: true, matchOriginAsFallback: true },
  ].filter(({ matches }) => matches.length > 0) as chrome.scripting.RegisteredContentScript[]; // the types ask for css as well
  const there = new Set((await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id));
  const [known, fresh] = [wanted.filter(({ id }) => there.has(id)), wanted.filter(({ id }) => !there.has(id))];
  const gone = [...there].filter(id => wanted.every(script => script.id !== id));
  if (known.length > 0) await chrome.scripting.updateContentScripts(known);
  if (fresh.length > 0) await chrome.scripting.registerContentScripts(fresh);
  if (gone.length > 0) await chrome.scripting.unregisterContentScripts({ ids: gone });
}

/** Serves the tabs that were open before the content script was registered. A script that is there already stays alone. */
export async function serveOpenTabs(table: Matches): Promise<void> {
  await Promise.all([serve(table.matches, false), serve(table.frameMatches, true)]);
}

async function serve(matches: string[], allFrames: boolean): Promise<void> {
  if (matches.length === 0) return;
  const tabs = await chrome.tabs.query({ url: matches, discarded: false });
  await Promise.allSettled(tabs.map(({ id }) => chrome.scripting.executeScript({ target: { tabId: id ?? -1, allFrames }, files: [script] })));
}
