import { type Draft, type Options, mark, register } from './draft.ts';

export { register } from './draft.ts';

/** Mounts nothing: makes a textarea that is already there a draft like the others. */
export function plain(textarea: HTMLTextAreaElement, options: Options): Draft {
  mark(textarea, options);
  if (options.placeholder) textarea.placeholder = options.placeholder;
  textarea.addEventListener('input', () => options.change?.(textarea.value));
  textarea.addEventListener('keydown', event => {
    if (options.key?.(event)) event.preventDefault();
  });
  return register(options, {
    root: textarea,
    text: () => textarea.value,
    clear: () => {
      textarea.value = '';
      options.change?.('');
    },
    destroy: () => textarea.remove(),
  });
}

/** Makes an element that is editable and nothing more a draft like the others. */
export function editable(element: HTMLElement, options: Options): Draft {
  mark(element, options);
  element.contentEditable = 'true';
  element.addEventListener('input', () => options.change?.(element.innerText));
  element.addEventListener('keydown', event => {
    if (options.key?.(event)) event.preventDefault();
  });
  return register(options, {
    root: element,
    text: () => element.innerText.replace(/\n$/, ''),
    clear: () => {
      element.replaceChildren();
      options.change?.('');
    },
    destroy: () => element.remove(),
  });
}

/** A `key` for editors in which Enter sends, and Shift+Enter makes a new line. */
export function onEnter(send: () => void): (event: KeyboardEvent) => boolean {
  return event => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || event.isComposing) return false;
    send();
    return true;
  };
}

/** A `key` for editors in which Ctrl+Enter or Cmd+Enter sends. */
export function onCtrlEnter(send: () => void): (event: KeyboardEvent) => boolean {
  return event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return false;
    send();
    return true;
  };
}

/**
 * Takes what was written instead of sending it: keeps it in `window.__posted`, and shows it in `list` as a copy of
 * `template`, whose [data-text] gets the text.
 */
export function posted(id: string, text: string, list: Element, template: HTMLTemplateElement, where: 'first' | 'last' = 'first'): void {
  window.__posted ??= [];
  window.__posted.push({ id, text });
  const copy = document.importNode(template.content, true);
  for (const place of copy.querySelectorAll<HTMLElement>('[data-text]')) {
    place.textContent = text;
    place.dataset.posted = id;
  }
  if (where === 'first') list.prepend(copy);
  else list.append(copy);
  toast('Shown here only. Nothing was sent.');
}

/** Says something for a moment, to ears as well. */
export function toast(text: string): void {
  const known = document.querySelector<HTMLOutputElement>('output.toast');
  const output = known ?? document.createElement('output');
  output.className = 'toast';
  if (!known) document.body.append(output);
  output.textContent = text;
  output.classList.remove('gone');
  setTimeout(() => output.classList.add('gone'), 2500);
}
