const gap = 8;
const edge = 8;
const scrolls = 160;
const containers = 'form, dialog, fieldset, [role=dialog], [role=alertdialog], [role=article], [role=listitem], shreddit-composer';
const controls = 'button, [role=button], input[type=submit]';

type Box = { top: number; bottom: number; left: number; right: number };

/**
 * Says as CSS where a banner of the given height stands: below what the composer belongs to or above it, never over the
 * text or the control that posts, and in a corner of the window if both sides are full. Undefined if there is no place.
 */
export function place(element: HTMLElement, submit: Element | null, height: number): string | undefined {
  const editor = element.getBoundingClientRect();
  const box = surroundings(element, submit, editor);
  const width = `max-inline-size: ${Math.round(Math.max(280, Math.min(editor.width, 560)))}px !important;`;
  const room = { top: box.top - gap - edge, bottom: innerHeight - box.bottom - gap - edge };
  const anchored = (side: 'top' | 'bottom', distance: number) =>
    `${width} max-block-size: min(60vh, ${Math.floor(room[side])}px) !important; inset: auto !important; position-anchor: auto !important; position-area: ${side} span-x-end !important; ` +
    `position-visibility: anchors-visible !important; margin-${side === 'top' ? 'bottom' : 'top'}: ${Math.round(distance + gap)}px !important;`;
  const wanted = Math.min(height, scrolls); // what was unfolded may scroll
  const side = room.bottom >= height || (room.top < height && room.bottom >= room.top) ? 'bottom' : 'top';
  if (room[side] >= wanted) return anchored(side, side === 'bottom' ? box.bottom - editor.bottom : editor.top - box.top);
  const kept = [editor, submit?.getBoundingClientRect()].filter(rect => rect !== undefined);
  for (const side of ['bottom', 'top'] as const) {
    const top = side === 'top' ? edge : innerHeight - height - edge;
    const corner = { top, bottom: top + height, left: 0, right: innerWidth };
    if (!kept.some(rect => overlap(rect, corner))) return `${width} inset: auto ${edge}px auto auto !important; ${side}: ${edge}px !important;`;
  }
  return undefined;
}

/** The box of the form, dialog or article around the composer, if it is not the better part of the window. */
function surroundings(element: HTMLElement, submit: Element | null, editor: Box): Box {
  const parts = [editor];
  if (submit) parts.push(submit.getBoundingClientRect());
  const container = (element.parentElement?.closest(containers) ?? panelOf(element))?.getBoundingClientRect();
  if (container && container.height < innerHeight * 0.6) parts.push(container);
  return {
    top: Math.min(...parts.map(({ top }) => top)),
    bottom: Math.max(...parts.map(({ bottom }) => bottom)),
    left: editor.left,
    right: editor.right,
  };
}

/** The nearest element around the composer that has a control as well: where nothing says so, that is its panel. */
function panelOf(element: HTMLElement): Element | null {
  let panel = element.parentElement;
  for (let climbed = 0; panel && climbed < 6; climbed++, panel = panel.parentElement) if (panel.querySelector(controls)) return panel;
  return null;
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Finds the control that posts what is written in `element`: the nearest one that the platform's selector names. */
export function submitOf(element: HTMLElement, selector: string | undefined): Element | null {
  let scope: Element | null = element;
  for (let climbed = 0; scope && climbed < 8; climbed++) {
    const control = scope.querySelector(selector ?? 'button[type=submit], input[type=submit]');
    if (control) return control;
    const root: Node = scope.getRootNode();
    scope = scope.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return null;
}
