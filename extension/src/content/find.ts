import type { Surface } from '../core/protocol.ts';
import { under } from '../core/record.ts';

/** A composer on the page: the element that takes the text, and what the rule says of it. */
export type Composer = { element: HTMLElement; surface: Surface };

const shells = '.CodeMirror, .cm-editor, .monaco-editor, .ace_editor';
const searches = '[role=search], form[action*=search]';
const libraries = '[data-lexical-editor], [data-slate-editor], .ProseMirror, .ql-editor, .public-DraftEditor-content';

/** Returns the shadow root of an element, closed ones included: the browsers let extensions see them. */
export function rootOf(element: Element): ShadowRoot | null {
  const firefox: unknown = Reflect.get(element, 'openOrClosedShadowRoot');
  if (firefox !== undefined) return firefox as ShadowRoot | null;
  const { dom }: { dom?: typeof chrome.dom } = chrome; // Firefox has none
  return element instanceof HTMLElement ? (dom?.openOrClosedShadowRoot(element) ?? null) : element.shadowRoot;
}

/** Follows the focus through shadow roots to the element that really has it. */
export function focused(start: Element | null, entered: (root: ShadowRoot) => void): Element | null {
  let element = start;
  for (let depth = 0; element && depth < 20; depth++) {
    const root = rootOf(element);
    if (!root) break;
    entered(root);
    if (!root.activeElement) break;
    element = root.activeElement;
  }
  return element;
}

/** Finds the composer that `target` is in: by the platform's selectors first, then by what composers have in common. */
export function findComposer(target: Element, surfaces: Surface[], path: string): Composer | undefined {
  const here = surfaces.filter(surface => under(path, surface.paths));
  const element = editable(target);
  if (!element) return undefined;
  for (const surface of here) {
    const match = surface.selector && target.closest(surface.selector);
    if (match instanceof HTMLElement && (match === element || element.contains(match))) return { element, surface };
  }
  // Nothing names this element. Where people also write in private, a guess could be wrong: say nothing there.
  if (here.some(surface => surface.kind === 'message' && surface.paths?.length)) return undefined;
  const surface = here.find(({ selector }) => !selector) ?? here.find(({ notice }) => notice);
  return surface && looksLikeComposer(element) ? { element, surface } : undefined;
}

/** Returns the element that takes text: a textarea, or the top-most editable ancestor in the same tree. */
function editable(target: Element): HTMLElement | undefined {
  if (target instanceof HTMLTextAreaElement) return target.disabled || target.readOnly ? undefined : target;
  if (!(target instanceof HTMLElement) || !target.isContentEditable) return undefined;
  let element = target;
  while (element.parentElement?.isContentEditable) element = element.parentElement;
  return element === document.body ? undefined : element;
}

function looksLikeComposer(element: HTMLElement): boolean {
  if (element.closest(searches) || element.closest(shells)) return false;
  const role = element.getAttribute('role');
  if (role === 'searchbox' || element.getAttribute('aria-multiline') === 'false') return false;
  if (role === 'combobox' && element.getAttribute('aria-multiline') !== 'true' && !element.matches(libraries)) return false;
  const { width, height } = element.getBoundingClientRect();
  return width >= 120 && height >= 14 && element.checkVisibility({ visibilityProperty: true });
}
