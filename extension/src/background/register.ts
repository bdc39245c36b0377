import type { Row, Table } from '../core/protocol.ts';
import { allowedOf } from './permissions.ts';
import { hostOf, type Script } from './store.ts';

type Place = Row['place'];

/** Tells where scripts belong: the content script where notices stand in the page, one that only marks the toolbar button where their place is there, and the guide on the pages of opt-outs. */
export function scriptsOf({ records, matches, frameMatches, guides }: Table): Script[] {
  const has = (place: Place) => (pattern: string) =>
    records[hostOf(pattern)]?.rows.some(row => row.place === place && row.surfaces.some(({ notice }) => notice)) === true;
  const [speaks, marks] = [has('page'), has('toolbar')];
  return [
    { id: 'page', file: 'content.js', matches: matches.filter(speaks), allFrames: false },
    { id: 'frames', file: 'content.js', matches: frameMatches.filter(speaks), allFrames: true },
    { id: 'toolbar', file: 'toolbar.js', matches: matches.filter(marks), allFrames: false },
    { id: 'guide', file: 'guide.js', matches: guides, allFrames: false },
    { id: 'toolbar-frames', file: 'toolbar.js', matches: frameMatches.filter(marks), allFrames: true },
  ];
}

/**
 * Registers scripts for the hosts where they belong and that the extension may read, and nowhere else. There is no moment at
 * which they are registered nowhere. Returns what is new.
 */
export async function register(scripts: Script[]): Promise<Script[]> {
  const partsOf = await allowedOf(scripts.flatMap(({ matches }) => matches));
  const allowed = scripts.map(script => ({ ...script, matches: [...new Set(script.matches.flatMap(partsOf))] }));
  const there = new Map((await chrome.scripting.getRegisteredContentScripts()).map(({ id, matches = [] }) => [id, matches]));
  const wanted = allowed.filter(({ matches }) => matches.length > 0);
  const [known, fresh] = [wanted.filter(({ id }) => there.has(id)), wanted.filter(({ id }) => !there.has(id))];
  const gone = [...there.keys()].filter(id => wanted.every(script => script.id !== id));
  if (known.length > 0) await chrome.scripting.updateContentScripts(known.map(registered));
  if (fresh.length > 0) await chrome.scripting.registerContentScripts(fresh.map(registered));
  if (gone.length > 0) await chrome.scripting.unregisterContentScripts({ ids: gone });
  return wanted.map(script => ({ ...script, matches: script.matches.filter(pattern => !there.get(script.id)?.includes(pattern)) }));
}

function registered({ id, file, matches, allFrames }: Script): chrome.scripting.RegisteredContentScript {
  const more = allFrames ? { matchOriginAsFallback: true } : {};
  return { id, js: [file], matches, allFrames, runAt: 'document_start', persistAcrossSessions: true, ...more } as chrome.scripting.RegisteredContentScript; // the types ask for css as well
}

/**
 * Serves the tabs that were open before scripts were registered. A script that is there already stays alone. All is on its way
 * then, and not waited for: a tab that hangs must hold up nothing.
 */
export async function serveOpenTabs(scripts: Script[]): Promise<void> {
  await Promise.all(scripts.map(serve));
}

async function serve({ file, matches, allFrames }: Script): Promise<void> {
  if (matches.length === 0) return;
  for (const { id = -1 } of await chrome.tabs.query({ url: matches, discarded: false })) {
    chrome.scripting.executeScript({ target: { tabId: id, allFrames }, files: [file], injectImmediately: true }).catch(() => undefined); // the tab may be gone
  }
}
