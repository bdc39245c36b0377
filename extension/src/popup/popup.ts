import { evidence, link } from '../core/evidence.ts';
import { ask, type Shown, type State } from '../core/messages.ts';
import { localise, make } from '../core/pages.ts';
import type { Action, Remedy } from '../core/protocol.ts';
import { from, heldLine, sentence, text } from '../core/text.ts';

const main = document.querySelector('main') ?? document.body;

/** Shows what is known of the tab in front, and why there is a banner or none. */
async function show(): Promise<void> {
  localise();
  const [[tab], { settings, trouble }] = await Promise.all([chrome.tabs.query({ active: true, currentWindow: true }), ask('state', {})]);
  const wrong = trouble ? [make('p', text('popupTrouble', trouble.reason))] : [];
  if (!tab?.url || !/^https?:/.test(tab.url)) return fill(make('p', text('popupNoPage')), ...wrong);
  const details = await ask('details', { url: tab.url });
  const warned = details.surfaces.find(({ notice }) => notice)?.notice;
  const verdict = make(
    'p',
    warned ? sentence(warned) : from(details.source, text(`verdict_${details.reason.replaceAll('-', '_')}`, details.rule?.name ?? new URL(tab.url).hostname)),
  );
  verdict.className = 'verdict';
  verdict.dataset.verdict = details.verdict;
  const region = make('p', text('popupRegion', countryName(settings.region)));
  fill(region, verdict, ...optOuts(details), ...links(details), ...why(details, settings), ...others(details), ...wrong);
}

function fill(...nodes: Node[]): void {
  const options = make('button', text('optionsTitle'));
  options.addEventListener('click', () => chrome.runtime.openOptionsPage());
  main.replaceChildren(make('h1', text('name')), ...nodes, options);
}

function optOuts(details: Shown): Node[] {
  if (!details.rule || details.optOuts.length === 0) return [];
  const done = details.optOuts.filter(optOut => optOut.done).length;
  const items = details.optOuts.map(optOut => {
    const row = make('div');
    row.className = 'row';
    const act = make('button', text(optOut.done ? 'act_not_done' : 'act_done'));
    act.addEventListener('click', () => choose(details.platform, { kind: optOut.done ? 'not-done' : 'done', optOut: optOut.id }));
    row.append(...wayOut(details, optOut), ...(details.optOuts.length > 1 ? [covered(details, optOut.id)] : []), act);
    return row;
  });
  return [make('h2', text('popupOptOuts', String(done), String(details.optOuts.length))), ...items];
}

/** The link to an opt-out; while it is held back, where it leads and a button that does not wait. */
function wayOut(details: Shown, optOut: Remedy): Node[] {
  const waits = heldLine(optOut);
  if (!waits) return [optOut.url ? link(optOut.url, text(`go_${optOut.kind}`)) : quiet(text('noLink'))];
  const act = make('button', text('act_show'));
  act.addEventListener('click', () => ask('showNow', { platform: details.platform, optOut: optOut.id }).then(show));
  return [quiet(`${waits} (${new URL(optOut.url).host})`), act];
}

/** What an opt-out stops: two links that say the same would not tell which is which. */
function covered({ rule }: Shown, id: string): Node {
  const covers = rule?.optOuts?.find(optOut => optOut.id === id)?.covers ?? [];
  return quiet(covers.map(purpose => text(`covers_${purpose.replaceAll('-', '_')}`)).join(', '));
}

function quiet(content: string): Node {
  const span = make('span', content);
  span.className = 'quiet';
  return span;
}

function links({ rule, held }: Shown): Node[] {
  const wanted = [
    [rule?.links.dataAccess, 'linkDataAccess'],
    [rule?.links.deletion, 'linkDeletion'],
    [rule?.links.policy, 'linkPolicy'],
    [rule?.links.help, 'linkHelp'],
  ] as const;
  const list = make('ul');
  for (const [url, key] of wanted) {
    if (!url) continue;
    const item = make('li');
    const waits = heldLine({ heldUntil: held?.[url] });
    item.append(...(waits ? [text(key), ' ', quiet(`${waits} (${new URL(url).host})`)] : [link(url, text(key))]));
    list.append(item);
  }
  return list.childElementCount > 0 ? [list] : [];
}

function why(details: Shown, settings: State['settings']): Node[] {
  const box = make('details');
  const name = details.rule?.name ?? '';
  box.append(
    make('summary', text(details.verdict === 'warn' && details.place !== 'toolbar' ? 'popupWhyBanner' : 'popupWhyNoBanner')),
    make('p', text(`why_${reasonFor(details, settings)}`, name)),
  );
  if (details.rule) box.append(...evidence(details));
  const put = ['put-off', 'muted', 'muted-everywhere'].includes(details.reason);
  if (put) {
    const act = make('button', text('act_resume'));
    act.addEventListener('click', () => choose(details.reason === 'muted-everywhere' ? '*' : details.platform, { kind: 'resume' }));
    return [act, box];
  }
  return [box];
}

/** What other sources know of the page, each under its own name. */
function others({ others = [] }: Shown): Node[] {
  return others.filter(({ uses }) => uses.length > 0).flatMap(other => [make('h2', text('popupOthers', other.source)), ...evidence(other)]);
}

/** The reason as a message key; what the user set, or saw already, goes before what the core says. */
function reasonFor(details: Shown, settings: State['settings']): string {
  if (details.verdict === 'warn' && details.place === 'toolbar') return settings.place === 'toolbar' ? 'toolbar' : 'source';
  if (details.verdict === 'warn' && details.shown) return 'shown';
  return details.reason.replaceAll('-', '_');
}

async function choose(platform: string, action: Action): Promise<void> {
  await ask('choose', { platform, action });
  await show();
}

function countryName(code: string): string {
  return code ? (new Intl.DisplayNames(chrome.i18n.getUILanguage(), { type: 'region' }).of(code) ?? code) : text('regionUnknown');
}

show().catch(error => fill(make('p', text('popupTrouble', String(error)))));
