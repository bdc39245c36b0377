import { link } from '../core/evidence.ts';
import type { BannerLook } from '../core/messages.ts';
import type { Notice, Remedy } from '../core/protocol.ts';
import { againLine, goLine, heldLine, language, sentence, text } from '../core/text.ts';
import type { Composer } from './find.ts';
import { type Layer, layerOver } from './layer.ts';
import { place, submitOf } from './place.ts';
import { sized, style } from './style.ts';

/** What a user can do under *Later*. `today`, `until-change`, `never` and `everywhere` put the notice off. */
const laterActs = ['close', 'today', 'until-change', 'public-only', 'toolbar-here', 'never', 'everywhere'] as const;

/** What a user can do in the banner. `show` is for a link that is held back, `account:` and a label for what is done for one account. */
export type Act = 'show' | 'done' | 'later' | 'why' | (typeof laterActs)[number] | `account:${string}`;

/** A banner on the page. */
export type Banner = {
  layer: Layer;
  update(notice: Notice): void;
  more(...nodes: Node[]): void;
  choices(): void;
  /** Asks for which of the accounts it is done. */
  accounts(labels: string[]): void;
  focus(): void;
  close(): void;
};

/**
 * Draws the banner of a notice beside a composer. Returns undefined where there is no place for it. `closed` is told when
 * it is gone, and whether the composer left rather than the user or the engine closed it.
 */
export function draw(composer: Composer, notice: Notice, banners: BannerLook, closed: (left: boolean) => void): Banner | undefined {
  const { element, surface } = composer;
  const layer = layerOver(element, style + sized(banners.textSize), height => place(element, submitOf(element, surface.submit), height), closed);
  const { root, settle } = layer;

  const spoken = make('p', 'spoken');
  spoken.setAttribute('role', 'status');
  const box = make('section', 'banner');
  box.dir = text('@@bidi_dir');
  box.lang = language();
  box.setAttribute('aria-label', text('name'));
  const [line, again] = [make('p', 'line'), make('p', 'again')];
  const acts = make('div', 'acts');
  const way = make('span', 'way');
  const done = button('done');
  const panel = make('div', 'more');
  acts.append(way, done, button('later'), button('why'));
  const head = make('div', 'head');
  const own = banners.sentence ? [paragraph('own', text('organisationSays', banners.sentence))] : [];
  head.append(line, again, ...own);
  box.append(head, acts);
  root.append(box, spoken);

  const words = () => (again.hidden ? [line, ...own] : [line, again, ...own]).map(({ textContent }) => textContent).join(' ');
  const focus = () => root.querySelector<HTMLElement>('a, button:not([hidden])')?.focus();
  // The buttons stay where they are, and with them the focus. What was focused in the part that changes hands it on.
  const update = (next: Notice) => {
    line.textContent = sentence(next);
    again.textContent = againLine(next.platform, next.optOut) ?? '';
    again.hidden = !again.textContent;
    if (spoken.textContent) spoken.textContent = words();
    const focused = root.activeElement;
    way.replaceChildren(...(next.optOut ? wayOut(next.optOut) : []));
    done.hidden = !next.optOut;
    if (focused && (!focused.isConnected || (focused === done && done.hidden))) focus();
  };

  update(notice);
  if (!layer.open()) return undefined;
  requestAnimationFrame(() => {
    spoken.textContent = words(); // a live region speaks of what changes after it is there
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
      this.more(...laterActs.map(act => button(act)));
    },
    accounts(labels) {
      const buttons = labels.map(label => button(`account:${label}`, label || text('accountMain')));
      this.more(paragraph('asked', text('accountAsked')), ...buttons);
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
  const go = link(optOut.url, goLine(optOut));
  go.className = 'go';
  return [go];
}

function make<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function paragraph(className: string, content: string): HTMLElement {
  const element = make('p', className);
  element.textContent = content;
  return element;
}

function button(act: Act, label = text(`act_${act.replace('-', '_')}`)): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.value = act;
  element.textContent = label;
  element.dir = 'auto'; // the user's own words may be in another script
  return element;
}
