import { createFocusTrap } from 'focus-trap';

/** Keeps the focus and the clicks in `place`, as the dialogs of many pages do. */
export function mount(place: HTMLElement): void {
  createFocusTrap(place, { clickOutsideDeactivates: false, escapeDeactivates: false }).activate();
}
