import type { TableState } from './store.ts';

const script = 'content.js';

/** Registers the content script for the hosts with something to say, and nowhere else. */
export async function register(table: TableState): Promise<void> {
  const common = { js: [script], runAt: 'document_start', persistAcrossSessions: true };
  const wanted = [
    { ...common, id: 'page', matches: table.matches, allFrames: false },
    { ...common, id: 'frames', matches: table.frameMatches, allFrames: true, matchOriginAsFallback: true },
  ].filter(({ matches }) => matches.length > 0) as chrome.scripting.RegisteredContentScript[]; // the types ask for css as well
  const ids = (await chrome.scripting.getRegisteredContentScripts()).map(({ id }) => id);
  if (ids.length > 0) await chrome.scripting.unregisterContentScripts({ ids });
  if (wanted.length > 0) await chrome.scripting.registerContentScripts(wanted);
}

/** Serves the tabs that were open before the content script was registered. A script that is there already stays alone. */
export async function serveOpenTabs(table: TableState): Promise<void> {
  await Promise.all([serve(table.matches, false), serve(table.frameMatches, true)]);
}

async function serve(matches: string[], allFrames: boolean): Promise<void> {
  if (matches.length === 0) return;
  const tabs = await chrome.tabs.query({ url: matches, discarded: false });
  await Promise.allSettled(tabs.map(({ id }) => chrome.scripting.executeScript({ target: { tabId: id ?? -1, allFrames }, files: [script] })));
}
