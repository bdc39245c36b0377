import { createFocusTrap, type FocusTrap } from 'focus-trap';

/** Traps the focus in an element the way focus-trap's users do: clicks outside are swallowed, Escape lets go. */
export function trap(element: HTMLElement, released: () => void): FocusTrap {
  const made = createFocusTrap(element, { onDeactivate: released, escapeDeactivates: true });
  made.activate();
  return made;
}
