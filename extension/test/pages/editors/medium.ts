import MediumEditor from 'medium-editor';

/** Mounts medium-editor on `place`. */
export function mount(place: HTMLElement): void {
  new MediumEditor(place);
}
