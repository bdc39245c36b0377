import { text } from '../core/text.ts';

/** An element of ours above the page, in a closed shadow root. */
export type Layer = {
  host: HTMLElement;
  root: ShadowRoot;
  /** Shows it; returns false where there is no place for it. */
  open(): boolean;
  /** Places it again; returns whether there is a place. */
  settle(): boolean;
  /** Takes it away; `left` tells that the element that it belongs to left. */
  end(left: boolean): void;
  /** What of ours is under the pointer, or has the focus that a key acts on. Clicks are stopped before they reach the shadow tree. */
  hit(event: MouseEvent): Element | null;
  /** Hears of what happens on it: looks whether it was moved, and stays although it is pressed. */
  hear(event: Event): void;
  /** Tells whether a click was meant for what is there: it has stood there, and was to be seen, for long enough to be read. */
  meant(click: MouseEvent): boolean;
};

const removalsBorne = 3;
/** How long, in ms, a click counts for what was there before. */
const calm = 500;
/** What keeps a layer that is pressed, and heard (style.ts). */
const kept = ':host(:active) { visibility: visible !important; transition: none !important; }';

/**
 * Makes a layer that belongs to an element of the page. `place` says as CSS where it stands at a given height, `closed` is told
 * when it is gone, and whether its element left. It stands its ground against a page that removes it, but not for ever.
 */
export function layerOver(element: Element, style: string, place: (height: number) => string | undefined, closed: (left: boolean) => void): Layer {
  const parent = modalOf(element) ?? document.documentElement;
  const host = document.createElement('div');
  host.popover = 'manual';
  const root = host.attachShadow({ mode: 'closed' });
  const [sheet, position, pressed] = [new CSSStyleSheet(), new CSSStyleSheet(), new CSSStyleSheet()];
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet, position, pressed];

  // Since when it stands where it is. A page that moves what it stands beside moves it as well.
  let at = { x: Number.NaN, y: Number.NaN, since: 0 };
  const look = () => {
    const { x, y } = host.getBoundingClientRect();
    if (x !== at.x || y !== at.y) at = { x, y, since: performance.now() };
  };
  root.addEventListener('pointerover', look, { passive: true });

  let stands: string | undefined;
  const settle = () => {
    const css = place(host.getBoundingClientRect().height);
    if (css && css !== stands) position.replaceSync(`:host { ${css} }`);
    stands = css;
    look();
    return css !== undefined;
  };
  const stop = new AbortController();
  const covered = watchCover(host, stop.signal);
  const end = (left: boolean) => {
    if (stop.signal.aborted) return;
    stop.abort();
    removed.disconnect();
    sized.disconnect();
    host.remove();
    closed(left);
  };
  const show = () => {
    insert(parent, host);
    const source = element === document.documentElement ? {} : { source: element as HTMLElement };
    for (const inner of root.querySelectorAll<HTMLElement>('[popover]')) inner.showPopover(source);
    at.since = performance.now();
    host.showPopover(source); // last: of an element's popovers, the one that was shown last follows it in the tab order
  };
  let removals = 0;
  const removed = new MutationObserver(() => {
    if (host.isConnected || !element.isConnected) return;
    if (++removals > removalsBorne) end(false);
    else show();
  });
  // An element that is taken out or hidden loses its size. This is heard before the frame is painted, and sees no other node.
  const sized = new ResizeObserver(() => (element.checkVisibility() ? settle() : end(true)));

  return {
    host,
    root,
    open() {
      show();
      if (!settle()) {
        host.remove();
        return false;
      }
      removed.observe(parent, { childList: true });
      sized.observe(element);
      for (const event of ['resize', 'scrollend']) addEventListener(event, settle, { signal: stop.signal, capture: true, passive: true });
      return true;
    },
    settle,
    end,
    hear({ type }) {
      look();
      if (type === 'pointerdown' || type === 'keydown') pressed.replaceSync(kept);
      else if (type === 'click' && !host.matches(':active')) pressed.replaceSync('');
    },
    meant: click => click.detail === 0 || (!covered() && click.timeStamp - at.since >= calm),
    hit: event => (event.detail === 0 ? root.activeElement : root.elementFromPoint(event.clientX, event.clientY)),
  };
}

/**
 * Takes away what a script left whose extension is gone: layers that say whose they are, with such a part in them. In Chromium
 * that script does it itself; in Firefox, which alone has this property, it has ended.
 */
export function clearLeftBehind(part: string): void {
  for (const host of document.querySelectorAll<HTMLElement & { openOrClosedShadowRoot?: ShadowRoot | null }>('div[popover]')) {
    if (host.openOrClosedShadowRoot?.querySelector(`.banner[aria-label="${text('name')}"] > ${part}`)) host.remove();
  }
}

/**
 * Watches whether something of the page covers the layer. Chromium tells, also of what lets clicks through. In Firefox other
 * elements of the top layer that overlap it count.
 */
function watchCover(host: HTMLElement, signal: AbortSignal): () => boolean {
  if (!('isVisible' in IntersectionObserverEntry.prototype)) return () => topLayer().some(other => !other.contains(host) && overlap(other, host));
  let seen = false;
  const options = { trackVisibility: true, delay: 100 };
  const observer = new IntersectionObserver(entries => {
    seen = (entries.at(-1) as unknown as { isVisible: boolean } | undefined)?.isVisible === true;
  }, options as IntersectionObserverInit);
  observer.observe(host);
  signal.addEventListener('abort', () => observer.disconnect());
  return () => !seen;
}

function topLayer(): Element[] {
  return [...document.querySelectorAll(':popover-open, :modal')];
}

function overlap(one: Element, other: Element): boolean {
  const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
  return one !== other && a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
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
