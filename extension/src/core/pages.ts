import { languageKey } from './messages.ts';
import { type Language, language, speak, text } from './text.ts';

/** Gives a page of the extension the language that the user chose, or the browser's, and the direction of its texts. */
export async function localise(): Promise<void> {
  const { [languageKey]: chosen } = await chrome.storage.local.get(languageKey);
  speak(chosen as Language | undefined);
  document.documentElement.lang = language();
  document.documentElement.dir = text('@@bidi_dir');
}

/** Makes an element with a text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, content = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}

/** Makes a link to a page of the extension, which opens beside this one. */
export function pageLink(path: string, label: string): HTMLAnchorElement {
  const link = make('a', label);
  link.href = chrome.runtime.getURL(path);
  link.target = '_blank';
  return link;
}
