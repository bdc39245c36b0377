import { text } from './text.ts';

/** Gives a page of the extension the language and the direction of its texts. */
export function localise(): void {
  document.documentElement.lang = chrome.i18n.getUILanguage();
  document.documentElement.dir = text('@@bidi_dir');
}

/** Makes an element with a text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, content = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = content;
  return element;
}
