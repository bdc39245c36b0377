/** Draws an element of a picture. */
export function draw<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Record<string, string | number>, ...content: (Node | string)[]) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag) as SVGElementTagNameMap[Tag];
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...content);
  return element;
}

/** Draws a picture that beside a text says nothing new. */
export function ornament(width: number, height: number, ...content: Node[]): SVGSVGElement {
  return draw('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' }, ...content);
}

/** Tells whether the page runs from right to left; a picture does so too. */
export function isMirrored(): boolean {
  return getComputedStyle(document.documentElement).direction === 'rtl';
}
