import EditorJS from '@editorjs/editorjs';

/** Mounts Editor.js in `place`: an editable for each block. */
export function mount(place: HTMLElement): void {
  new EditorJS({ holder: place, minHeight: 60 });
}
