import type { Guided } from '../core/protocol.ts';
import { rootOf } from './find.ts';

/** The state of a switch; undefined if it does not say. */
export type State = 'on' | 'off' | undefined;

/** A switch that was found: its controls on the page, mostly one, and its label there. */
export type Found = { controls: [Element, ...Element[]]; label: string };

const switches = '[role=switch], [role=checkbox], [role=radio], input[type=checkbox], input[type=radio], [aria-pressed], [aria-checked]';
const mostNodes = 20_000;
const mostMilliseconds = 40;
const mostClimbed = 6;

/**
 * Looks once for the switch of an opt-out: by the rule's selector, or by the label in the page's language and then in all
 * others. `entered` is told each shadow root on the way. Big pages are looked at only in part.
 */
export function findSwitch({ probe, label: labels = {} }: Guided['rule'], entered: (root: ShadowRoot) => void): Found | undefined {
  const wanted = [...new Set([inLanguage(labels, document.documentElement.lang), ...Object.values(labels)])].filter(label => label !== undefined);
  const elements = walk(entered);
  if (probe) {
    const [first, ...rest] = elements.filter(element => element.matches(probe.selector) && boxOf(element));
    if (first) return { controls: [first, ...rest], label: wanted[0] ?? namesOf(first)[0] ?? '' };
  }
  const controls = elements.filter(element => element.matches(switches) && boxOf(element));
  if (controls.length === 0) return undefined;
  for (const label of wanted) {
    const same = (other: string) => plain(other) === plain(label);
    const named = controls.filter(control => namesOf(control).some(same));
    const [first, ...rest] = named.length > 0 ? named : [...new Set(elements.filter(element => says(element, same)).flatMap(text => beside(text, controls)))];
    if (first) return { controls: [first, ...rest], label };
  }
  return undefined;
}

/** Reads the state of a switch; undefined if it is not certain: it says nothing, is not in use yet, or there are two that disagree. */
export function stateOf({ controls }: Found, { probe }: Guided['rule']): State {
  const [first, ...rest] = controls.map(control => read(control, probe));
  return rest.every(state => state === first) ? first : undefined;
}

function read(control: Element, probe: Guided['rule']['probe']): State {
  if (control.matches(':disabled, [aria-disabled=true]') || control.closest('[aria-busy=true]')) return undefined;
  const native = control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type);
  if (probe) {
    const [name = '', off] = probe.off.split('=', 2);
    const value = native && name === 'checked' ? String(control.checked) : control.getAttribute(name);
    return value === null ? undefined : value === off ? 'off' : 'on';
  }
  const said = [
    ...(native && !control.indeterminate ? [String(control.checked)] : []),
    control.getAttribute('aria-checked'),
    control.getAttribute('aria-pressed'),
  ];
  const [state, ...others] = new Set(said.filter(value => value !== null));
  return others.length > 0 ? undefined : state === 'true' ? 'on' : state === 'false' ? 'off' : undefined;
}

/** The element by which one sees a switch: itself, or what stands for it where the page hides the real control. */
export function boxOf(control: Element): Element | undefined {
  const stands = [control, ...(control instanceof HTMLInputElement ? (control.labels ?? []) : []), control.parentElement];
  return stands
    .filter(element => element !== null)
    .find(element => {
      const { width, height } = element.getBoundingClientRect();
      return width >= 8 && height >= 8 && element.checkVisibility({ visibilityProperty: true });
    });
}

/** Picks the text of a language: of the very one, of one like it, or in English. */
export function inLanguage<Text>(texts: { [language: string]: Text }, language: string): Text | undefined {
  return texts[language] ?? texts[language.split('-')[0] ?? ''] ?? texts.en;
}

/** Lists the elements of the page, through shadow roots. */
function walk(entered: (root: ShadowRoot) => void): Element[] {
  const end = performance.now() + mostMilliseconds;
  const elements: Element[] = [];
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (elements.length >= mostNodes || (elements.length % 500 === 499 && performance.now() > end)) return elements;
      elements.push(element);
      const inner = element.localName.includes('-') || element.shadowRoot ? rootOf(element) : null;
      if (!inner) continue;
      entered(inner);
      roots.push(inner);
    }
  }
  return elements;
}

function plain(text: string): string {
  return text
    .normalize()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.:*]$/, '')
    .toLowerCase();
}

/** The names of a control, as assistive technology would say them. */
function namesOf(control: Element): string[] {
  const root = control.getRootNode() as Document | ShadowRoot;
  const by = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/).map(id => id && root.getElementById(id)?.textContent);
  const labels = control instanceof HTMLInputElement ? [...(control.labels ?? [])].map(label => label.textContent) : [control.textContent];
  return [by.join(' '), control.getAttribute('aria-label') ?? '', ...labels].filter(name => name.trim());
}

/** Tells whether an element is a text and no more. */
function says(element: Element, same: (text: string) => boolean): boolean {
  const own = [...element.childNodes].filter(node => node instanceof Text).map(({ data }) => data);
  return same(own.join(' ')) || (element.childElementCount === 1 && same(element.textContent));
}

/** Returns the one control of the row that a text stands in. */
function beside(text: Element, controls: Element[]): Element[] {
  let row: Element | null = text;
  for (let climbed = 0; row && row !== document.body && climbed < mostClimbed; climbed++) {
    const root: Node = row.getRootNode();
    const there = controls.filter(control => within(row as Element, control));
    if (there.length > 0) return there.length === 1 ? there : [];
    row = row.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  }
  return [];
}

function within(row: Element, control: Element): boolean {
  for (let node: Element | null = control; node; ) {
    if (row.contains(node)) return true;
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
}
