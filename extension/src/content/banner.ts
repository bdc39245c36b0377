import { link } from '../core/evidence.ts';
import type { Notice, Remedy } from '../core/protocol.ts';
import { heldLine, sentence, text } from '../core/text.ts';
import type { Composer } from './find.ts';
import { type Layer, layerOver } from './layer.ts';
import { place, submitOf } from './place.ts';
import { style } from './style.ts';

/** What a user can do in the banner. `show` is for a link that is held back; `today`, `until-change`, `never` and `everywhere` put the notice off. */
export type Act = 'show' | 'done' | 'later' | 'why' | 'close' | 'today' | 'until-change' | 'never' | 'everywhere';

/** A banner on the page. */
export type Banner = {
  layer: Layer;
  update(notice: Notice): void;
  more(...nodes: Node[]): void;
  choices(): void;
  focus(): void;
  close(): void;
};

/**
 * Draws the banner of a notice beside a composer. Returns undefined where there is no place for it. `closed` is told when
 * it is gone, and whether the composer left rather than the user or the engine closed it.
 */
export function draw(composer: Composer, notice: Notice, closed: (left: boolean) => void): Banner | undefined {
  const { element, surface } = composer;
  const layer = layerOver(element, style, height => place(element, submitOf(element, surface.submit), height), closed);
  const { root, settle } = layer;

  const spoken = make('p', 'spoken');
  spoken.setAttribute('role', 'status');
  const box = make('section', 'banner');
  box.dir = text('@@bidi_dir');
  box.lang = chrome.i18n.getUILanguage();
  box.setAttribute('aria-label', text('name'));
  const line = make('p', 'line');
  const acts = make('div', 'acts');
  const way = make('span', 'way');
  const done = button('done');
  const panel = make('div', 'more');
  acts.append(way, done, button('later'), button('why'));
  box.append(line, acts);
  root.append(box, spoken);

  const focus = () => root.querySelector<HTMLElement>('a, button:not([hidden])')?.focus();
  // The buttons stay where they are, and with them the focus. What was focused in the part that changes hands it on.
  const update = (next: Notice) => {
    line.textContent = sentence(next);
    if (spoken.textContent) spoken.textContent = line.textContent;
    const focused = root.activeElement;
    way.replaceChildren(...(next.optOut ? wayOut(next.optOut) : []));
    done.hidden = !next.optOut;
    if (focused && (!focused.isConnected || (focused === done && done.hidden))) focus();
  };

  update(notice);
  if (!layer.open()) return undefined;
  requestAnimationFrame(() => {
    spoken.textContent = line.textContent; // a live region speaks of what changes after it is there
  });

  return {
    layer,
    update(next) {
      update(next);
      settle();
    },
    close: () => layer.end(false),
    more(...nodes) {
      panel.replaceChildren(...nodes);
      box.append(panel);
      settle();
    },
    choices() {
      this.more(...(['today', 'until-change', 'never', 'everywhere', 'close'] as const).map(button));
    },
    focus,
  };
}

/** The link to an opt-out; while it is held back, from when it is there and a button that does not wait. */
function wayOut(optOut: Remedy): Node[] {
  const waits = heldLine(optOut);
  if (waits) {
    const held = make('span', 'held');
    held.textContent = waits;
    return [held, button('show')];
  }
  if (!optOut.url) return [];
  const go = link(optOut.url, text(`go_${optOut.kind}`));
  go.className = 'go';
  return [go];
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function button(act: Act): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.value = act;
  element.textContent = text(`act_${act.replace('-', '_')}`);
  return element;
}
