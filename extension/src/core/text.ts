import type { Notice, Remedy } from './protocol.ts';

/** Returns a message of the interface's language. */
export function text(key: string, ...parameters: string[]): string {
  return chrome.i18n.getMessage(key, parameters) || key;
}

/** Words a notice: the sentence, the account plans that it is about where not all are, and who says so. */
export function sentence(notice: Notice): string {
  const line = text(notice.message, notice.platform, text(notice.content));
  const plans = notice.plans?.length ? text('onPlans', line, listed(notice.plans)) : line;
  return from(notice.source, plans);
}

/** Names the source of a sentence, unless it is the built-in one. */
export function from(source: string | undefined, line: string): string {
  return source ? text('fromSource', line, source) : line;
}

/** Says from when a link that is held back can be followed; undefined for one that can be. */
export function heldLine(optOut: Pick<Remedy, 'heldUntil'>): string | undefined {
  if (!optOut.heldUntil) return undefined;
  const moment = new Intl.DateTimeFormat(chrome.i18n.getUILanguage(), { dateStyle: 'medium', timeStyle: 'short' });
  return text('held', moment.format(optOut.heldUntil * 1000));
}

/** A text of a rule in the interface's language, or else in English. */
export function translated<Content>(content: Record<string, Content> | undefined): Content | undefined {
  const language = chrome.i18n.getUILanguage();
  return content?.[language] ?? content?.[language.split('-')[0] ?? ''] ?? content?.en;
}

/** A list in words. */
export function listed(items: string[]): string {
  return new Intl.ListFormat(chrome.i18n.getUILanguage()).format(items);
}
