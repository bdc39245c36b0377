import { draw, ornament } from './svg.ts';

const size = 32;
const hues = 12;

/** Draws the first letters of a platform in a colour of their own. There are no logos. */
export function mark(name: string, id: string): SVGSVGElement {
  const box = draw('rect', { width: size, height: size, rx: 8 });
  const picture = ornament(size, size, box, draw('text', { x: size / 2, y: 21, 'text-anchor': 'middle' }, letters(name)));
  const sum = [...id].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 997;
  picture.classList.add('mark');
  picture.style.setProperty('--hue', String((sum % hues) * (360 / hues)));
  return picture;
}

/** The letters that start a word of the name, two at most: LinkedIn is LI. */
function letters(name: string): string {
  const starts = [...name.matchAll(/\p{Lu}|(?<=^|[\s.])[\p{L}\p{N}]/gu)].map(([letter]) => letter);
  return (starts.length > 0 ? starts : [...name]).slice(0, 2).join('').toLocaleUpperCase();
}
