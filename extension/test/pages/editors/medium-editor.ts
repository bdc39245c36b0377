import MediumEditor from 'medium-editor';
import css from 'medium-editor/dist/css/medium-editor.css';
import { addStyle, type Draft, holder, mark, type Options, register } from './draft.ts';

/** Mounts medium-editor. */
export function mount(target: HTMLElement, options: Options): Draft {
  addStyle(target, css);
  const root = holder(target);
  const editor = new MediumEditor(root, { toolbar: false, placeholder: { text: options.placeholder ?? '' } });
  mark(root, options);
  const text = () => root.innerText.replace(/\n+$/, '');
  editor.subscribe('editableInput', () => options.change?.(text()));
  root.addEventListener('keydown', event => {
    if (options.key?.(event)) event.preventDefault();
  });
  return register(options, { root, text, clear: () => editor.setContent(''), destroy: () => editor.destroy() });
}
