import { ask, type Trouble, troubleKey } from '../core/messages.ts';
import { noticeAt, noticeKeys, rowAt } from '../core/record.ts';
import { sentence } from '../core/text.ts';
import { page } from './page.ts';

// Injected twice, into a tab that was open before: the first one stays.
if (!Reflect.has(globalThis, 'beforehandMarks')) {
  Reflect.set(globalThis, 'beforehandMarks', true);
  watch();
}

/**
 * Has the toolbar button marked while the page has a notice that belongs there. It stands in for the content script where
 * nothing is to be put into the page: it touches nothing, and does not listen to what the user does.
 */
function watch(): void {
  let said = '';
  const keys = () => noticeKeys(page().hostname);
  const look = async () => {
    const stored = await chrome.storage.local.get([...keys(), troubleKey]);
    const found = rowAt(stored, keys(), page().pathname);
    const silent = (stored[troubleKey] as Trouble | undefined)?.noEngine || found?.row.place !== 'toolbar';
    const notice = found && !silent ? noticeAt(found.row, page().pathname) : undefined;
    const line = notice ? sentence(notice) : '';
    if (line === said) return;
    said = line;
    await ask('mark', {});
  };
  const again = () => look().catch(() => undefined);
  // A page that is made ahead is not in its tab yet.
  if (Reflect.get(document, 'prerendering')) document.addEventListener('prerenderingchange', again, { once: true });
  else again();
  chrome.storage.onChanged.addListener(changes => {
    if ([...keys(), troubleKey].some(key => key in changes)) again();
  });
  navigation.addEventListener('currententrychange', again);
  // The browsers forget the mark when the tab goes to another page; back again, it is the same page and this same script.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    said = '';
    again();
  });
}
