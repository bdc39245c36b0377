import { editor } from 'monaco-editor/editor/editor.api.js';

/** Mounts Monaco in `place`: a code editor, not a composer. */
export function mount(place: HTMLElement): void {
  place.style.height = '120px';
  editor.create(place, { value: 'let x' });
}
