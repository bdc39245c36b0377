import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { type Draft, marks, type Options, register } from './draft.ts';

/** Mounts CodeMirror 6: it looks like a text box, but what is written in it is code. */
export function mount(target: HTMLElement, options: Options, code = ''): Draft {
  const view = new EditorView({
    parent: target,
    state: EditorState.create({
      doc: code,
      extensions: [
        lineNumbers(),
        EditorView.contentAttributes.of(marks(options)),
        EditorView.updateListener.of(update => {
          if (update.docChanged) options.change?.(update.state.doc.toString());
        }),
      ],
    }),
  });
  return register(options, {
    root: view.contentDOM,
    text: () => view.state.doc.toString(),
    clear: () => view.dispatch({ changes: { from: 0, to: view.state.doc.length } }),
    destroy: () => view.destroy(),
  });
}
