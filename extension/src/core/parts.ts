import { make } from './pages.ts';
import { text } from './text.ts';

/** A paragraph; `look` is its class. */
export function line(content: string, look = ''): HTMLParagraphElement {
  const p = make('p', content);
  if (look) p.className = look;
  return p;
}

/** A button that acts. Its key finds it again when its part of the page is drawn anew. */
export function button(key: string, label: string, act: () => void): HTMLButtonElement {
  const element = make('button', label);
  element.type = 'button';
  element.dataset.key = key;
  element.addEventListener('click', act);
  return element;
}

/** Controls side by side. */
export function row(...controls: Node[]): HTMLElement {
  const element = make('div');
  element.className = 'row';
  element.append(...controls);
  return element;
}

/** Something to unfold; its key keeps it open when its part of the page is drawn anew. */
export function more(key: string, summary: string, ...content: Node[]): HTMLDetailsElement {
  const [element, heading] = [make('details'), make('summary', summary)];
  [element.dataset.key, heading.dataset.key] = [key, `${key}-summary`];
  element.append(heading, ...content);
  return element;
}

/** A list of names and values, left out where there is no value. What is not language stands as it is, from left to right. */
export function facts(rows: [name: string, value: string, code?: 'code'][]): HTMLDListElement {
  const list = make('dl');
  for (const [name, value, code] of rows) {
    if (!value) continue;
    const definition = make('dd', code ? '' : value);
    if (code) definition.append(verbatim(value));
    list.append(make('dt', name), definition);
  }
  return list;
}

function verbatim(value: string): HTMLElement {
  const code = make('code', value);
  code.dir = 'ltr';
  return code;
}

/** Asks in place: what it is about, a button to go on and one to leave it. The focus goes back to what opened it. */
export function question(opener: HTMLElement, about: Node[], yes: string, act: () => void, no: () => void = () => undefined): HTMLElement {
  const box = make('div');
  const answered = (then: () => void) => () => {
    box.remove();
    opener.focus();
    then();
  };
  box.className = 'box';
  box.role = 'group';
  box.tabIndex = -1;
  box.ariaLabel = about[0]?.textContent ?? '';
  box.append(...about, row(button('yes', yes, answered(act)), button('no', text('act_cancel'), answered(no))));
  return box;
}

/** Puts a question into its place, and the focus on it. */
export function pose(place: HTMLElement, box: HTMLElement): void {
  place.replaceChildren(box);
  box.focus();
}

/**
 * Draws a part of the page anew. What is in it already is not touched: a press on it would come to nothing. What was open stays
 * open, and the focus stays where it is, on the control with the same key, or goes to the section's heading.
 */
export function redraw(part: HTMLElement, ...content: Node[]): void {
  const open = [...part.querySelectorAll<HTMLElement>('details[open]')].map(({ dataset }) => dataset.key);
  const closed = [...part.querySelectorAll<HTMLElement>('details:not([open])')].map(({ dataset }) => dataset.key);
  const focused = part.contains(document.activeElement) ? (document.activeElement as HTMLElement) : undefined;
  for (const node of [...part.childNodes]) if (!content.includes(node)) node.remove();
  for (const [i, node] of content.entries()) if (node !== part.childNodes[i]) part.insertBefore(node, part.childNodes[i] ?? null);
  for (const details of part.querySelectorAll('details')) {
    if (open.includes(details.dataset.key)) details.open = true;
    if (closed.includes(details.dataset.key)) details.open = false;
  }
  if (!focused || focused.isConnected) return;
  const same = [...part.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset.key === focused.dataset.key);
  (same ?? part.closest('section')?.querySelector<HTMLElement>('[tabindex="-1"]'))?.focus();
}
