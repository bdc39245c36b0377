import type { Layer } from './layer.ts';

const guarded = [
  'pointerup',
  'mousedown',
  'mouseup',
  'touchstart',
  'touchend',
  'click',
  'auxclick',
  'dblclick',
  'focusout',
  'focus',
  'blur',
  'keyup',
  'keypress',
];

/**
 * What happens on our layer is not the page's business: its dialog must not close, its draft must not be lost. `act` is told
 * the value of a button that a person clicks and means. Returns the guard for listeners of other events: it tells whether one was ours.
 */
export function guard(ours: () => Layer | undefined, act: (name: string) => void): (event: Event) => boolean {
  const guards = (event: Event) => {
    const layer = ours();
    if (layer && isOrphan()) {
      layer.end(false);
      return false;
    }
    if (!layer || !event.composedPath().includes(layer.host)) return false;
    if (event instanceof KeyboardEvent && event.key === 'Escape') return true;
    event.stopImmediatePropagation();
    const hit = event instanceof MouseEvent ? layer.hit(event) : null;
    layer.hear(event);
    if (event.type === 'mousedown' && !(hit instanceof HTMLTextAreaElement)) event.preventDefault(); // the caret stays in the draft
    if (!(event instanceof MouseEvent) || !/click$/.test(event.type)) return true;
    if (!event.isTrusted || !layer.meant(event)) {
      event.preventDefault(); // neither does a link lead anywhere
      return true;
    }
    const button = event.type === 'click' && hit?.closest('button');
    if (button) act(button.value);
    return true;
  };
  for (const type of guarded) addEventListener(type, guards, { capture: true, passive: type.startsWith('touch') });
  return guards;
}

/** Tells whether the extension is gone that this script is from: updated, turned off, or removed. Nobody answers it any more. */
export function isOrphan(): boolean {
  return !chrome.runtime?.id;
}

/**
 * Chromium goes from an element to its popover with Tab. Firefox, which alone has this property, leaves popovers that a script
 * opened out of the tab order, so the step is made here, unless the page has a use of its own for the key.
 */
export function followInTabOrder(open: () => { element: Element; focus(): void } | undefined): void {
  if (!('openOrClosedShadowRoot' in Element.prototype)) return;
  addEventListener('keydown', event => {
    const plain = event.key === 'Tab' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
    const next = open();
    if (!next || !plain || !event.isTrusted || event.defaultPrevented || !event.composedPath().includes(next.element)) return;
    event.preventDefault();
    next.focus();
  });
}
