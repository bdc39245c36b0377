import { EditorView } from '@codemirror/view';

/** Mounts CodeMirror 6 in `place`: a code editor, not a composer. */
export function mount(place: HTMLElement): void {
  new EditorView({ parent: place, doc: 'let x' });
}
