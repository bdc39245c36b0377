import type { Details } from './protocol.ts';
import { text } from './text.ts';

/** Builds the evidence behind a notice: what is used, by whom, since when, and who says so. */
export function evidence(details: Details): Node[] {
  const { rule, uses } = details;
  if (!rule) return [line(text('whyNothing'))];
  const cited = new Set(uses.flatMap(use => use.evidence));
  const optOut = rule.optOuts?.find(({ id }) => id === details.optOuts[0]?.id);
  const steps = optOut?.steps?.en ?? [];
  return [
    ...(steps.length > 0 ? [line(text('whySteps')), list(steps.map(step => [step]))] : []),
    line(text('whyUses')),
    list(
      uses.map(use => [
        text(
          'whyUse',
          use.by.join(', '),
          use.content.map(content => text(`word_${content.replaceAll('-', '_')}`)).join(', '),
          use.regions.map(regionName).join(', '),
          use.since ?? text('whyUnknownStart'),
          text(`state_${use.state.replaceAll('-', '_')}`),
        ),
      ]),
    ),
    line(text('whySources')),
    list(rule.evidence.filter(({ id }) => cited.has(id)).map(({ says, publisher, seen, url }) => [`${says} `, link(url, publisher), ` (${seen})`])),
    ...(optOut?.limits?.en ? [line(text('whyLimits', optOut.limits.en))] : optOut?.forwardOnly ? [line(text('whyForwardOnly'))] : []),
    line(text('whyChecked', rule.verified, text(`confidence_${rule.confidence}`))),
  ];
}

/** A country by its name in the reader's language; a group by its code. */
function regionName(region: string): string {
  if (region === 'world') return text('whyEverywhere');
  return /^[A-Z]{2}$/.test(region) && region !== 'EU' ? (new Intl.DisplayNames(chrome.i18n.getUILanguage(), { type: 'region' }).of(region) ?? region) : region;
}

function line(content: string): HTMLElement {
  const p = document.createElement('p');
  p.textContent = content;
  return p;
}

function list(items: (string | Node)[][]): HTMLElement {
  const ul = document.createElement('ul');
  for (const item of items) {
    const li = document.createElement('li');
    li.append(...item);
    ul.append(li);
  }
  return ul;
}

/** Builds an ordinary link that opens beside the page and tells the other side nothing. */
export function link(url: string, label: string): HTMLAnchorElement {
  const a = document.createElement('a');
  if (/^https?:\/\//.test(url)) a.href = url;
  a.target = '_blank';
  a.rel = 'noopener noreferrer';
  a.textContent = label;
  return a;
}
