import 'trix';
import css from 'trix/dist/trix.css';
import { addStyle, type Draft, mark, type Options, register } from './draft.ts';

/** Mounts Trix: a custom element with a toolbar, and a hidden input that gets the HTML. */
export function mount(target: HTMLElement, options: Options): Draft {
  addStyle(target, css);
  const input = document.createElement('input');
  input.type = 'hidden';
  input.id = `${options.id}-html`;
  const root = document.createElement('trix-editor');
  root.setAttribute('input', input.id);
  root.setAttribute('placeholder', options.placeholder ?? '');
  target.append(input, root);
  mark(root, options);
  const text = () => root.innerText.replace(/\n+$/, '');
  root.addEventListener('trix-change', () => options.change?.(text()));
  root.addEventListener('keydown', event => {
    if (!options.key?.(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  return register(options, {
    root,
    text,
    clear: () => {
      const { editor } = root as HTMLElement & { editor: { loadHTML(html: string): void } };
      editor.loadHTML('');
    },
    destroy: () => target.replaceChildren(),
  });
}
