import { language } from './text.ts';

const dayLength = 86_400_000;

/** A day in the reader's words, of Unix seconds or of a date as RFC 3339. A date may leave out its day, or its month as well. */
export function day(at: number | string): string {
  // A date without a time has no time zone either.
  const timeZone = typeof at === 'string' && at.length <= 10 ? 'UTC' : undefined;
  const known = typeof at === 'string' && at.length < 10 ? ({ year: 'numeric', month: at.length > 4 ? 'long' : undefined } as const) : undefined;
  return new Intl.DateTimeFormat(language(), { ...(known ?? { dateStyle: 'long' }), timeZone }).format(date(at));
}

/** A moment in the reader's words, of Unix seconds. */
export function moment(at: number): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }).format(date(at));
}

/** How long ago a moment was, in whole days or more. */
export function age(at: number | string): string {
  const days = Math.round((midnight(date(at)) - midnight(new Date())) / dayLength);
  const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' });
  if (days > -60) return words.format(days, 'day');
  return days > -730 ? words.format(Math.round(days / 30.4), 'month') : words.format(Math.round(days / 365.25), 'year');
}

/** Tells whether a moment is on the reader's day. */
export function isToday(at: number): boolean {
  return midnight(date(at)) === midnight(new Date());
}

function date(at: number | string): Date {
  return new Date(typeof at === 'number' ? at * 1000 : at);
}

function midnight(moment: Date): number {
  return new Date(moment).setHours(0, 0, 0, 0);
}
