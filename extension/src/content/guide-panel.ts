import { language, text } from '../core/text.ts';
import { type Layer, layerOver } from './layer.ts';
import { style, tokens } from './style.ts';

/** What is said of one opt-out, or of several that are done in one go. */
export type Section = { line: string; steps?: string[]; limits?: string; letter?: string; done?: boolean };

/** What is said, in the order of the parts; nothing of some. */
type Sections = (Section | undefined)[];

/** The panel on the page of an opt-out. */
export type Panel = {
  layer: Layer;
  update(sections: Sections): void;
  /** The letter of a section, for the user to copy. */
  letter(index: number): HTMLTextAreaElement | undefined;
  note(content: string): void;
  focus(): void;
};

const [gap, edge, most] = [10, 16, 380];

const look = `${style}
.banner { flex-direction: column; align-items: stretch; gap: 8px; }
.part { display: grid; gap: 6px; }
.part + .part { border-block-start: 1px solid ${tokens.line}; padding-block-start: 8px; }
.line { font-weight: 600; flex: none; }
.part ol, .part p { margin: 0; }
.part ol { padding-inline-start: 22px; }
.limits { font-size: 13px; }
textarea { font: 13px/1.45 system-ui, sans-serif; inline-size: 100%; box-sizing: border-box; resize: vertical; color: inherit; background: transparent; border: 1px solid ${tokens.edge}; border-radius: 8px; padding: 6px 8px; }
textarea:focus-visible { outline: 2px solid ${tokens.link}; outline-offset: 1px; }
button { border-color: ${tokens.edge}; }
.acts { justify-content: end; }
.acts:empty { display: none; }
.ring {
  position: fixed;
  position-anchor: auto;
  position-visibility: anchors-visible;
  inset: anchor(top) anchor(right) anchor(bottom) anchor(left);
  inline-size: auto;
  block-size: auto;
  box-sizing: border-box;
  margin: -7px;
  padding: 0;
  pointer-events: none;
  background: none;
  border: 3px solid ${tokens.accent};
  border-radius: 12px;
}
@media (forced-colors: active) { .ring { border-color: Highlight; } }
`;

/** Draws the panel beside a switch and a ring around it, or in the corner of the window. `closed` is told when the panel is gone. */
export function drawPanel(box: Element | undefined, sections: Sections, closed: () => void): Panel {
  const element = box ?? document.querySelector('dialog:modal') ?? document.documentElement;
  const layer = layerOver(element, look, height => (box && beside(box, height)) ?? corner, closed);
  const panel = document.createElement('section');
  panel.className = 'banner';
  panel.dir = text('@@bidi_dir');
  panel.lang = language();
  panel.setAttribute('aria-label', text('name'));
  const spoken = make('p', 'spoken');
  spoken.role = 'status';
  const [close, note] = [button('close', text('guide_close')), make('span', 'note')];
  layer.root.append(panel, spoken);
  if (box) {
    const ring = make('div', 'ring');
    ring.popover = 'manual';
    layer.root.append(ring);
  }

  let shown = '';
  const focus = () => layer.root.querySelector<HTMLElement>('button')?.focus();
  const update = (next: Sections) => {
    if (JSON.stringify(next) === shown) return;
    shown = JSON.stringify(next);
    const focused = layer.root.activeElement;
    panel.replaceChildren(...next.flatMap((section, index) => (section ? [part(section, index)] : [])));
    panel.lastElementChild?.lastElementChild?.append(close);
    note.remove();
    if (focused instanceof HTMLElement) focused.isConnected ? focused.focus() : focus();
    layer.settle();
    requestAnimationFrame(() => {
      spoken.textContent = next.flatMap(section => section?.line ?? []).join(' '); // a live region speaks of what changes after it is there
    });
  };
  update(sections);
  layer.open();
  return {
    layer,
    update,
    letter: index => panel.querySelector(`button[value="copy ${index}"]`)?.closest('.part')?.querySelector('textarea') ?? undefined,
    note(content) {
      spoken.textContent = content;
      note.textContent = content;
      close.before(note);
      layer.settle();
    },
    focus,
  };
}

function part({ line, steps, limits, letter, done }: Section, index: number): HTMLElement {
  const element = make('div', 'part', make('p', 'line', line));
  if (steps) element.append(make('ol', '', ...steps.map(step => make('li', '', step))));
  if (limits) element.append(make('p', 'limits', limits));
  if (letter) {
    const area = document.createElement('textarea');
    area.readOnly = true;
    area.rows = 6;
    area.value = letter;
    area.setAttribute('aria-label', text('guide_letter'));
    element.append(area);
  }
  const acts = make('div', 'acts');
  if (letter) acts.append(button(`copy ${index}`, text('guide_copy')));
  if (done) acts.append(button(`done ${index}`, text('act_done')));
  element.append(acts);
  return element;
}

function make(tag: string, className: string, ...children: (string | Node)[]): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...children);
  return element;
}

function button(value: string, label: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.value = value;
  element.textContent = label;
  return element;
}

const size = `max-inline-size: min(${most}px, 100vw - ${2 * edge}px) !important;`;
const corner = `${size} inset: auto ${edge}px ${edge}px auto !important;`;

/** Below the row of a switch or above it; undefined where it is out of sight or both sides are full. */
function beside(box: Element, height: number): string | undefined {
  const seen = box.getBoundingClientRect();
  const row = rowOf(box).getBoundingClientRect();
  if (seen.bottom < 0 || seen.top > innerHeight) return undefined;
  const side = innerHeight - row.bottom >= height + gap ? 'bottom' : row.top >= height + gap ? 'top' : undefined;
  if (!side) return undefined;
  const distance = Math.round(gap + (side === 'bottom' ? row.bottom - seen.bottom : seen.top - row.top));
  const span = seen.left + seen.right > innerWidth ? 'span-left' : 'span-right';
  return (
    `${size} inset: auto !important; position-anchor: auto !important; position-area: ${side} ${span} !important; ` +
    `position-visibility: anchors-visible !important; margin-${side === 'bottom' ? 'top' : 'bottom'}: ${distance}px !important;`
  );
}

/** The row that a switch stands in, with its label. */
function rowOf(box: Element): Element {
  let row = box;
  for (let above: Element | null = box.parentElement; above && above.getBoundingClientRect().height <= 120; above = above.parentElement) row = above;
  return row;
}
