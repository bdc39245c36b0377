import { StacksEditor } from '@stackoverflow/stacks-editor';

/** Mounts the editor of Stack Overflow in `place`. */
export function mount(place: HTMLElement): void {
  new StacksEditor(place, '');
}
