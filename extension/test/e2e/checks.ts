import { type Page, until } from './browser.ts';

// Expressions about a document or a shadow root by the name of `root`, which list what is wrong.

/** What can be used and is not 24 px high and wide; links inside sentences may be smaller. */
export const small = `[...root.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(e => e.checkVisibility()).flatMap(e => {
  const { width, height } = (e.closest('label') ?? e).getBoundingClientRect();
  const inSentence = e.localName === 'a' && e.closest('p, li')?.textContent.trim() !== e.textContent.trim() && !e.closest('.links, .row');
  return (width >= 24 && height >= 24) || inSentence ? [] : [e.outerHTML.slice(0, 120) + ' ' + width + ' x ' + height];
})`;

/** What moves. */
export const moving = `[...root.querySelectorAll('*')].filter(e => {
  const { animationName, transitionDuration } = getComputedStyle(e);
  return animationName !== 'none' || parseFloat(transitionDuration) > 0;
}).map(e => e.outerHTML.slice(0, 120))`;

/** What with forced colours has no border in a colour that is not the one around it. Without them, such things are seen by what fills them. */
export const bare = `[...root.querySelectorAll('button, a.go, a.button, select, input:not([type=radio], [type=checkbox], [type=file])')].filter(e => e.checkVisibility()).flatMap(e => {
  const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(e);
  const around = getComputedStyle(e.parentElement).backgroundColor;
  return borderTopStyle !== 'none' && parseFloat(borderTopWidth) >= 1 && borderTopColor !== around && !/^rgba.*, 0\\)$/.test(borderTopColor)
    ? [] : [[borderTopColor, around, e.outerHTML.slice(0, 120)].join(' ')];
})`;

/** Waits until all of a page of the extension, or the banner, fits into the 320 px that are left at 400 %. */
export async function fits(page: Page, inPage?: boolean): Promise<void> {
  await page.resize(320, 800);
  const out = `[...document.querySelectorAll('body *')].filter(e => !e.closest('.wide, svg') && (e.getBoundingClientRect().right > 321 || e.getBoundingClientRect().left < -1))`;
  await until('that it fits into 320 px', async () => {
    // A page that has no place for the banner any more has none.
    const wrong = inPage
      ? await page.inBanner<string[]>(`const { left, right } = root.host.getBoundingClientRect();
          return left < 0 || right > innerWidth || root.host.scrollWidth > root.host.clientWidth ? [left + ' to ' + right] : []`)
      : await page.evaluate<string[]>(`document.documentElement.scrollWidth > innerWidth ? ${out}.map(e => e.outerHTML.slice(0, 120)).concat('') : []`);
    if (wrong && wrong.length > 0) throw new Error(wrong.join('\\n'));
    return true;
  });
}
