import type { Details } from './protocol.ts';
import { text } from './text.ts';

/** What the evidence is built of; what another source knows comes without opt-outs. */
type Known = Pick<Details, 'rule' | 'uses'> & Partial<Pick<Details, 'optOuts'>>;

/** Builds the evidence behind a notice: what is used, by whom, since when, and who says so. */
export function evidence({ rule, uses, optOuts = [] }: Known): Node[] {
  if (!rule) return [line(text('whyNothing'))];
  const cited = new Set(uses.flatMap(use => use.evidence));
  const optOut = rule.optOuts?.find(({ id }) => id === optOuts[0]?.id);
  const held = new Set(optOuts.filter(({ heldUntil }) => heldUntil).map(({ url }) => new URL(url).host));
  const steps = optOut?.steps?.en ?? [];
  return [
    ...(held.size > 0 ? [line(text('heldAsked')), line(text('heldWhy', [...held].join(', ')))] : []),
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
    list(
      rule.evidence
        .filter(({ id }) => cited.has(id))
        .map(({ says, publisher, seen, url }) => [`${says} `, url ? link(url, publisher) : publisher, ` (${seen})`]),
    ),
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
