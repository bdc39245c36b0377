import type { Notice, Remedy } from './protocol.ts';

/** A language that the user chose, with all texts. Parameters stand in them as $1, $2 and so on. */
export type Language = { tag: string; texts: Record<string, string> };

let chosen: Language | undefined;

/** Says everything in a language from now on; in the browser's without one, or without its texts. */
export function speak(wanted: Language | undefined): void {
  chosen = wanted?.texts ? wanted : undefined;
}

/** The language of the interface, as BCP 47. */
export function language(): string {
  return chosen?.tag ?? chrome.i18n.getUILanguage();
}

/** Returns a message of the interface's language. */
export function text(key: string, ...parameters: string[]): string {
  const own = chosen?.texts[key];
  if (own !== undefined) return own.replace(/\$(\d)/g, (_, at) => parameters[at - 1] ?? '');
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

/** What the link to an opt-out does: a help page only tells how, and some switches have to be turned on. */
export function goLine({ kind, page, turn }: Pick<Remedy, 'kind' | 'page' | 'turn'>): string {
  if (page === 'help') return text(`go_help_${kind}`);
  return text(turn === 'on' ? 'go_setting' : `go_${kind}`);
}

/** Says from when a link that is held back can be followed; undefined for one that can be. */
export function heldLine(optOut: Pick<Remedy, 'heldUntil'>): string | undefined {
  if (!optOut.heldUntil) return undefined;
  const moment = new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' });
  return text('held', moment.format(optOut.heldUntil * 1000));
}

/** Says why an opt-out that was done is open again; undefined for one that is not. */
export function againLine(platform: string, optOut: Pick<Remedy, 'reopened'> | undefined): string | undefined {
  if (!optOut?.reopened) return undefined;
  const { why, on, done } = optOut.reopened;
  return text(`again_${why.replace('-', '_')}${on ? '' : '_undated'}`, platform, shortDay(on ?? done), shortDay(done));
}

/** A day, as YYYY-MM-DD, in the reader's words. */
export function shortDay(day: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
}

/** A text of a rule in the interface's language, or else in English. */
export function translated<Content>(content: Record<string, Content> | undefined): Content | undefined {
  const tag = language();
  return content?.[tag] ?? content?.[tag.split('-')[0] ?? ''] ?? content?.en;
}

/** A list in words. */
export function listed(items: string[]): string {
  return new Intl.ListFormat(language()).format(items);
}

/** Returns the message for a number of things; `key` makes its key of the plural form. The number is its first parameter. */
export function plural(key: (form: string) => string, count: number, ...parameters: string[]): string {
  const values = [new Intl.NumberFormat(language()).format(count), ...parameters];
  const form = key(new Intl.PluralRules(language()).select(count));
  const said = text(form, ...values);
  return said === form ? text(key('other'), ...values) : said; // a language has those forms that it needs
}
