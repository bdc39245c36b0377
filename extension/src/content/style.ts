import type { TextSize } from '../core/messages.ts';

const pixels: Record<TextSize, number> = { normal: 14, large: 17, larger: 21 };

/** The size of the banner's text. */
export function sized(size: TextSize = 'normal'): string {
  return `:host { font-size: ${pixels[size]}px !important; }`;
}

/**
 * The colours of look/page.css, which cannot be read in the pages of others, under the names that they have there. They stand here
 * by value; a test holds them equal.
 */
export const tokens = {
  raised: 'light-dark(#ffffff, #262522)',
  ink: 'light-dark(#24221d, #f1eee6)',
  quiet: 'light-dark(#625d51, #b5afa2)',
  line: 'light-dark(#e4dfd2, #45423a)',
  edge: 'light-dark(#8a8474, #807a6e)',
  hover: 'light-dark(#f3eee1, #34322d)',
  link: 'light-dark(#0b57a4, #8cc2ff)',
  'on-link': 'light-dark(#ffffff, #10202f)',
  accent: 'light-dark(#b96a00, #f0a93b)',
};
const { raised, ink, quiet, line, edge, hover, link, accent } = tokens;

/** The banner's look. System colours, so that it is at home in both schemes and in forced colours. */
export const style = `
:host {
  all: initial !important;
  color-scheme: light dark !important;
  display: block !important;
  position: fixed !important;
  box-sizing: border-box !important;
  inline-size: max-content !important;
  block-size: auto !important;
  max-block-size: 60vh !important;
  overflow: auto !important;
  visibility: visible !important;
  opacity: 1 !important;
  pointer-events: auto !important;
  border: 1px solid ${edge} !important;
  border-radius: 12px !important;
  background: ${raised} !important;
  color: ${ink} !important;
  box-shadow: 0 4px 16px rgb(0 0 0 / 18%) !important;
  font: 14px/1.45 system-ui, sans-serif !important;
}
.banner { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 10px 14px; border-inline-start: 4px solid ${accent}; }
.head { flex: 1 1 220px; }
.line, .again, .own { margin: 0; }
.again, .own { color: ${quiet}; }
.acts { display: flex; flex-wrap: wrap; align-items: center; gap: 4px; }
.way { display: contents; }
.held { flex-basis: 100%; }
a, button { font: inherit; min-block-size: 28px; border-radius: 8px; padding: 3px 10px; cursor: pointer; }
a { color: ${link}; }
button { border: 1px solid transparent; background: transparent; color: inherit; }
button:hover { background: ${hover}; }
a.go { background: ${link}; color: ${tokens['on-link']}; text-decoration: none; display: inline-flex; align-items: center; }
a:focus-visible, button:focus-visible { outline: 2px solid ${link}; outline-offset: 2px; }
.more { flex-basis: 100%; border-block-start: 1px solid ${line}; padding-block-start: 8px; }
.more button { border-color: ${line}; margin: 0 4px 4px 0; }
.more p { margin: 0 0 6px; }
.more ul { margin: 0 0 6px; padding-inline-start: 18px; }
.more a { padding: 0; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { a.go { border: 1px solid LinkText; } }
@media (prefers-reduced-motion: no-preference) { .banner { animation: appear 0.15s ease-out; } }
@keyframes appear { from { opacity: 0.2; } }
/* Firefox ends a script with its extension, and what it drew stays. When nobody hears a press any more, it hides, for days. */
@supports (-moz-appearance: none) {
  :host { transition: visibility 0s 1e6s !important; }
  :host(:active) { visibility: hidden !important; transition-delay: 0s !important; }
}
`;
