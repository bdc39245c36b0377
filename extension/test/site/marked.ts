import type { Page } from '../e2e/browser.ts';
import type { Surface } from './site.ts';

/** What a surface is made of around its marked elements, as it stands in composer.xml; undefined while its composer is not there. */
export async function marked(page: Page, { at, composer, kind = 'decoy' }: Surface): Promise<string | undefined> {
  const write = `((__name) => (${serialise})(${JSON.stringify(composer)}))(f => f)`; // tsx keeps the names of functions with it
  const body = await page.evaluate<string | undefined>(write);
  return body && ` <surface at="${at.replaceAll('&', '&amp;')}" kind="${kind}">\n${body} </surface>\n`;
}

/** Runs in the page: writes the marked elements and what they are in as XML, with `target` on the composer that was asked for. */
function serialise(composer: string): string | undefined {
  const marked = '[data-expect], [data-decoy], [data-submit]';
  const made = /^(style|on.*|data-offset-key|data-editor|data-id|tabindex|spellcheck|translate|aria-(controls|describedby|owns|labelledby|activedescendant))$/;
  const kept = new Set<Node>();
  let target: Element | undefined;
  const visit = (root: ParentNode) => {
    for (const element of root.querySelectorAll('*')) {
      const wanted = element.matches(composer);
      if (wanted) target ??= element;
      if (wanted || element.matches(marked))
        for (let node: Node | null = element; node; node = node.parentNode ?? (node as ShadowRoot).host ?? null) kept.add(node);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  if (!target) return undefined;
  const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\n', ' ');
  const lines = (node: Node, indent: string): string => {
    const element = node as Element;
    if (!kept.has(node)) {
      const counted = element.parentElement && [...element.parentElement.children].some(child => kept.has(child) && child.localName === element.localName);
      return counted ? `${indent}<${element.localName}/>\n` : ''; // for :nth-of-type
    }
    const inside = [...(element.shadowRoot ? [element.shadowRoot] : []), ...element.childNodes].map(child => lines(child, `${indent} `)).join('');
    if (node instanceof ShadowRoot) return `${indent}<shadow>\n${inside}${indent}</shadow>\n`;
    const attributes = [...element.attributes]
      .filter(({ name, value }) => /^[a-z][\w-]*$/.test(name) && !made.test(name) && !(name === 'id' && /^radix-|^:/.test(value)))
      .map(({ name, value }) => ` ${name}="${escaped(value)}"`)
      .sort()
      .join('');
    const start = `${indent}<${element.localName}${attributes}${element === target ? ' target=""' : ''}`;
    return inside ? `${start}>\n${inside}${indent}</${element.localName}>\n` : `${start}/>\n`;
  };
  return [...document.body.childNodes].map(child => lines(child, '  ')).join('');
}
