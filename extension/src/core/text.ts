import type { Notice } from './protocol.ts';

/** Returns a message of the interface's language. */
export function text(key: string, ...parameters: string[]): string {
  return chrome.i18n.getMessage(key, parameters) || key;
}

/** Words a notice: the sentence, and the account plans that it is about where not all are. */
export function sentence(notice: Notice): string {
  const line = text(notice.message, notice.platform, text(notice.content));
  return notice.plans?.length ? text('onPlans', line, new Intl.ListFormat(chrome.i18n.getUILanguage()).format(notice.plans)) : line;
}
