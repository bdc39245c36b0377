import { link } from '../core/evidence.ts';
import type { Notice, Remedy } from '../core/protocol.ts';
import { heldLine, sentence, text } from '../core/text.ts';
import type { Composer } from './find.ts';
import { place, submitOf } from './place.ts';
import { style } from './style.ts';

/** What a user can do in the banner. `show` is for a link that is held back; `today`, `until-change`, `never` and `everywhere` put the notice off. */
export type Act = 'show' | 'done' | 'later' | 'why' | 'close' | 'today' | 'until-change' | 'never' | 'everywhere';

/** A banner on the page. */
export type Banner = {
  host: HTMLElement;
  update(notice: Notice): void;
  more(...nodes: Node[]): void;
  choices(): void;
  focus(): void;
  actAt(event: MouseEvent): Act | undefined;
  close(): void;
};

const removalsBorne = 3;

/**
 * Draws the banner of a notice beside a composer. Returns undefined where there is no place for it. `closed` is told when
 * it is gone, and whether the composer left rather than the user or the engine closed it.
 */
export function draw(composer: Composer, notice: Notice, closed: (left: boolean) => void): Banner | undefined {
  const { element, surface } = composer;
  const parent = modalOf(element) ?? document.documentElement;
  const host = document.createElement('div');
  host.popover = 'manual';
  const root = host.attachShadow({ mode: 'closed' });
  const [look, position] = [new CSSStyleSheet(), new CSSStyleSheet()];
  look.replaceSync(style);
  root.adoptedStyleSheets = [look, position];

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
  let stands: string | undefined;
  const settle = () => {
    const css = place(element, submitOf(element, surface.submit), host.getBoundingClientRect().height);
    if (css && css !== stands) position.replaceSync(`:host { ${css} }`);
    stands = css;
    return css !== undefined;
  };
  const stop = new AbortController();
  const end = (left: boolean) => {
    if (stop.signal.aborted) return;
    stop.abort();
    removed.disconnect();
    sized.disconnect();
    host.remove();
    closed(left);
  };
  const close = () => end(false);
  const show = () => {
    insert(parent, host);
    host.showPopover({ source: element });
  };
  let removals = 0;
  const removed = new MutationObserver(() => {
    if (host.isConnected || !element.isConnected) return;
    if (++removals > removalsBorne) close();
    else show();
  });
  // A composer that is taken out or hidden loses its size. This is heard before the frame is painted, and sees no other node.
  const sized = new ResizeObserver(() => (element.checkVisibility() ? settle() : end(true)));

  update(notice);
  show();
  if (!settle()) {
    host.remove();
    return undefined;
  }
  removed.observe(parent, { childList: true });
  sized.observe(element);
  for (const event of ['resize', 'scrollend']) addEventListener(event, settle, { signal: stop.signal, capture: true, passive: true });
  requestAnimationFrame(() => {
    spoken.textContent = line.textContent; // a live region speaks of what changes after it is there
  });

  return {
    host,
    update(next) {
      update(next);
      settle();
    },
    close,
    more(...nodes) {
      panel.replaceChildren(...nodes);
      box.append(panel);
      settle();
    },
    choices() {
      this.more(...(['today', 'until-change', 'never', 'everywhere', 'close'] as const).map(button));
    },
    focus,
    actAt(event) {
      // Clicks are stopped before they reach the shadow tree, so ask what is there.
      const hit = event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY);
      const target = hit?.closest('button');
      return target ? (target.value as Act) : undefined;
    },
  };
}

/** Returns the open modal dialog around an element: all outside it is inert. */
function modalOf(element: Element): Element | null {
  for (let node: Element | null = element; node; ) {
    const modal: Element | null = node.closest(':modal');
    if (modal) return modal;
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return null;
}

/** Inserts the host where it does not move the page's own: a dialog may style its first or its last child. */
function insert(parent: Element, host: HTMLElement): void {
  if (parent === document.documentElement) {
    parent.append(host);
    return;
  }
  const before = parent.getBoundingClientRect().height;
  parent.prepend(host);
  if (parent.getBoundingClientRect().height !== before) parent.append(host);
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
