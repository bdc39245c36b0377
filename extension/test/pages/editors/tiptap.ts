import { Editor } from '@tiptap/core';
import StarterKit from '@tiptap/starter-kit';

/** Mounts TipTap in `place`. */
export function mount(place: HTMLElement, attributes: Record<string, string> = {}): HTMLElement {
  return new Editor({ element: place, extensions: [StarterKit], editorProps: { attributes } }).view.dom;
}
