import { make } from './pages.ts';
import type { Use } from './protocol.ts';
import { regionNames } from './regions.ts';
import { listed, text } from './text.ts';
import { day } from './when.ts';

/** A claim in words. */
export function describe(use: Use): string {
  return text('whyUse', listed(use.by), contents(use), regionNames(use.regions), since(use), text(`state_${use.state.replaceAll('-', '_')}`));
}

/** What a use takes, in words. */
export function contents({ content, audience }: Use): string {
  const words = listed(content.map(word => text(`word_${word.replaceAll('-', '_')}`)));
  return audience === 'public' ? text('publicOnly', words) : words;
}

/** Since when, in words. */
export function since(use: Use): string {
  return use.since ? day(use.since) : text('whyUnknownStart');
}

/** Claims as a table, which scrolls by itself where it is too wide, with the keyboard as well. */
export function table(uses: Use[]): HTMLElement {
  const scroller = make('div');
  const element = make('table');
  const head = element.createTHead().insertRow();
  for (const key of ['where', 'what', 'who', 'since', 'until', 'state']) {
    const cell = make('th', text(`column_${key}`));
    cell.scope = 'col';
    head.append(cell);
  }
  const body = element.createTBody();
  for (const use of uses) {
    const cells = [
      regionNames(use.regions),
      contents(use),
      listed(use.by),
      since(use),
      use.until ? day(use.until) : '',
      text(`state_${use.state.replaceAll('-', '_')}`),
    ];
    const row = body.insertRow();
    for (const cell of cells) row.insertCell().textContent = cell;
  }
  scroller.className = 'wide';
  scroller.tabIndex = 0;
  scroller.role = 'group';
  scroller.ariaLabel = text('timelineTable');
  scroller.append(element);
  return scroller;
}
