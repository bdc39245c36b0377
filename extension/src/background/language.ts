import type { Language } from '../core/text.ts';
import { readPreferences, writeLanguage } from './kept.ts';

type Texts = Record<string, { message: string; placeholders?: Record<string, { content: string }> }>;

/** Lists the languages that there are, as BCP 47. */
export async function languages(): Promise<string[]> {
  return (await fetch(chrome.runtime.getURL('languages.json'))).json();
}

/** The language in which rules are wanted, as lower-case BCP 47: the interface's. */
export async function languageOfTexts(): Promise<string> {
  const [all, { language = '' }] = await Promise.all([languages(), readPreferences()]);
  const wanted = language || chrome.i18n.getUILanguage();
  return (all.find(tag => tag === wanted) ?? all.find(tag => tag === wanted.split('-')[0]) ?? 'en').toLowerCase();
}

/** Stores the texts of the language that the user chose, where pages and banners find them. The browser itself reads only those of its own. */
export async function useLanguage(): Promise<void> {
  const { language: tag } = await readPreferences();
  await writeLanguage(tag && (await languages()).includes(tag) ? await read(tag) : undefined);
}

async function read(tag: string): Promise<Language> {
  const file = await fetch(chrome.runtime.getURL(`_locales/${tag.replace('-', '_')}/messages.json`));
  const all: Texts = await file.json();
  const texts = Object.entries(all).map(([key, { message, placeholders = {} }]) => [
    key,
    message.replace(/\$(\w+)\$/g, (whole, name) => placeholders[name.toLowerCase()]?.content ?? whole),
  ]);
  return { tag, texts: { ...Object.fromEntries(texts), '@@bidi_dir': /^(ar|fa|he|ur)\b/.test(tag) ? 'rtl' : 'ltr' } };
}
