import 'trix';

/** Mounts Trix in `place`. */
export function mount(place: HTMLElement): void {
  place.append(document.createElement('trix-editor'));
}
