import EditorJS from '@editorjs/editorjs';
import { type Draft, holder, mark, type Options, register } from './draft.ts';

/** Mounts Editor.js: one editable element for each block, and none around them. */
export async function mount(target: HTMLElement, options: Options): Promise<Draft> {
  const root = holder(target);
  const text = () => Array.from(root.querySelectorAll<HTMLElement>('.ce-block'), block => block.innerText.trim()).join('\n');
  const editor = new EditorJS({
    holder: root,
    minHeight: 40,
    placeholder: options.placeholder ?? false,
    onChange: () => options.change?.(text()),
  });
  await editor.isReady;
  const shell = root.querySelector<HTMLElement>('.codex-editor');
  if (!shell) throw new Error('Editor.js did not mount');
  mark(shell, options);
  return register(options, {
    get root() {
      return shell.querySelector<HTMLElement>('[contenteditable]') ?? shell;
    },
    text,
    clear: () => editor.clear(),
    destroy: () => editor.destroy(),
  });
}
