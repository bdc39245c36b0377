import Quill from 'quill';

/** Mounts Quill in `place`. */
export function mount(place: HTMLElement, attributes: Record<string, string> = {}): HTMLElement {
  const quill = new Quill(place);
  for (const [name, value] of Object.entries(attributes)) quill.root.setAttribute(name, value);
  return quill.root;
}
