import { exampleSetup } from 'prosemirror-example-setup';
import { schema } from 'prosemirror-schema-basic';
import { EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';

/** Mounts ProseMirror in `place`. */
export function mount(place: HTMLElement, attributes: Record<string, string> = {}): HTMLElement {
  return new EditorView(place, { state: EditorState.create({ schema, plugins: exampleSetup({ schema, menuBar: false }) }), attributes }).dom;
}
