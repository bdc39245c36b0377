import { links } from '../core/evidence.ts';
import { ask, type Shown, type State } from '../core/messages.ts';
import { localise, make, pageLink } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { from, language, sentence, text } from '../core/text.ts';
import { onPermissions, waitingLines } from '../core/waiting.ts';
import { choices } from './choices.ts';
import { optOuts } from './optouts.ts';
import { others, why } from './why.ts';

const said = document.querySelector('#verdict') ?? document.body;
const rest = document.querySelector('#rest') ?? document.body;

/** Shows what is known of the tab in front, and why there is a banner or none. */
async function show(): Promise<void> {
  await localise();
  const [[tab], { settings, trouble }, { platforms }] = await Promise.all([
    chrome.tabs.query({ active: true, currentWindow: true }),
    ask('state', {}),
    ask('waiting', {}),
  ]);
  const wrong = trouble ? [line(text('popupTrouble', trouble.reason), 'state stop')] : [];
  if (!tab?.url || !/^https?:/.test(tab.url)) return fill([line(text('popupNoPage'))], [...waitingLines(platforms), ...wrong]);
  const details = await ask('details', { url: tab.url });
  const here = platforms.filter(({ id }) => id === details.platform);
  fill(verdict(details, settings, new URL(tab.url).hostname), [
    ...waitingLines(here),
    ...optOuts(details, show),
    ...choices(details, settings, show),
    ...why(details, settings, here.length > 0),
    ...links(details),
    ...others(details),
    ...waitingLines(platforms.filter(platform => !here.includes(platform))),
    ...wrong,
  ]);
}

/** Draws the popup anew. The verdict is read out when it changes; the focus stays on the control in the same place. */
function fill(verdict: Node[], nodes: Node[]): void {
  const controls = () => [...rest.querySelectorAll<HTMLElement>('a, button, summary')];
  const folds = () => [...rest.querySelectorAll('details')];
  const [at, open] = [controls().indexOf(document.activeElement as HTMLElement), folds().map(({ open }) => open)];
  said.replaceChildren(...verdict);
  rest.replaceChildren(...nodes, ways());
  for (const [i, fold] of folds().entries()) fold.open = open[i] ?? false;
  controls()[at]?.focus();
}

/** The ways to the other pages. */
function ways(): Node {
  const [nav, platforms, options] = [make('nav'), pageLink('platforms/platforms.html', text('platformsTitle')), make('button', text('optionsTitle'))];
  platforms.className = 'button';
  options.addEventListener('click', () => chrome.runtime.openOptionsPage());
  nav.append(platforms, options);
  return nav;
}

function verdict(details: Shown, { region }: State['settings'], host: string): Node[] {
  const warned = details.surfaces.find(({ notice }) => notice)?.notice;
  const words = warned ? sentence(warned) : from(details.source, text(`verdict_${details.reason.replaceAll('-', '_')}`, details.rule?.name ?? host));
  const told = line(words, 'verdict');
  told.dataset.verdict = details.verdict;
  return [told, line(text('popupRegion', countryName(region)), 'quiet')];
}

function countryName(code: string): string {
  return code ? (new Intl.DisplayNames(language(), { type: 'region' }).of(code) ?? code) : text('regionUnknown');
}

onPermissions(show);
show().catch(error => fill([line(text('popupTrouble', String(error)), 'state stop')], []));
