import { createEmptyHistoryState, registerHistory } from '@lexical/history';
import { registerPlainText } from '@lexical/plain-text';
import { createEditor } from 'lexical';

/** Mounts Lexical on `place` itself. */
export function mount(place: HTMLElement, attributes: Record<string, string> = {}): HTMLElement {
  const root = place;
  root.contentEditable = 'true';
  for (const [name, value] of Object.entries({ role: 'textbox', ...attributes })) root.setAttribute(name, value);
  const editor = createEditor({
    onError: error => {
      throw error;
    },
  });
  editor.setRootElement(root);
  registerPlainText(editor);
  registerHistory(editor, createEmptyHistoryState(), 300);
  return root;
}
