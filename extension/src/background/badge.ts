import type { Trouble } from '../core/messages.ts';
import type { Notice } from '../core/protocol.ts';
import { noticeAt } from '../core/record.ts';
import { sentence, text } from '../core/text.ts';
import { alone, readRow, readTrouble } from './store.ts';
import { rebuildIfStale } from './table.ts';

/**
 * Marks the toolbar button of a tab if one of the addresses in it has a notice whose place is there, and takes the mark away
 * otherwise. With `noPlace` a notice has found none in the page. The browser keeps the mark, whatever becomes of the worker,
 * until the tab goes to another page.
 */
export async function mark(tab: { id?: number } | undefined, addresses: string[], noPlace: boolean): Promise<object> {
  await alone(rebuildIfStale);
  const [trouble, ...notices] = await Promise.all([readTrouble(), ...addresses.map(address => noticeFor(address, noPlace))]);
  const notice = isSilent(trouble) ? undefined : notices.find(notice => notice !== undefined);
  const tabId = tab?.id;
  if (tabId === undefined) return {};
  await chrome.action.setBadgeBackgroundColor({ tabId, color: '#8a4f00' });
  await chrome.action.setBadgeText({ tabId, text: notice ? '!' : '' });
  await chrome.action.setTitle({ tabId, title: notice ? text('markTitle', sentence(notice)) : text('name') });
  return {};
}

/** Without the engine nothing is said. */
function isSilent(trouble: Trouble | undefined): boolean {
  return trouble?.noEngine === true;
}

async function noticeFor(address: string, noPlace: boolean): Promise<Notice | undefined> {
  if (!/^https?:/.test(address)) return undefined;
  const found = await readRow(new URL(address));
  return found && (noPlace || found.row.place === 'toolbar') ? noticeAt(found.row, new URL(address).pathname) : undefined;
}
