import { contents, describe, since } from './claims.ts';
import { make } from './pages.ts';
import { line } from './parts.ts';
import type { Details, Evidence, Remedy, Use } from './protocol.ts';
import { regionNames } from './regions.ts';
import { heldLine, listed, text, translated } from './text.ts';
import { timeline } from './timeline.ts';
import { day } from './when.ts';

/** What the evidence is built of; what another source knows comes without opt-outs. */
type Known = Pick<Details, 'rule' | 'uses'> & Partial<Pick<Details, 'optOuts' | 'held'>>;

/** Builds all that is known: what is used, by whom, since when, in the reader's region, who says so, and what came when. */
export function evidence({ rule, uses, optOuts = [] }: Known, level: 3 | 4 = 3): Node[] {
  if (!rule) return [line(text('whyNothing'))];
  const heading = (key: string, ...parameters: string[]) => make(`h${level}`, text(key, ...parameters));
  const cited = new Set(uses.flatMap(use => use.evidence));
  const [said, besides] = [rule.evidence.filter(({ id }) => cited.has(id)), rule.evidence.filter(({ id }) => !cited.has(id))];
  return [
    ...heldBack(optOuts),
    heading('whyUses'),
    ...(uses.length > 0 ? [list(uses.map(used), 'uses')] : [line(text('why_no_claim'))]),
    ...optOuts.flatMap(optOut => steps(rule, optOut)),
    ...[...new Set(optOuts.map(optOut => limits(rule, optOut)))].filter(Boolean).map(limit => line(limit)),
    ...(said.length > 0 ? [heading('whySources'), list(said.map(source), 'sources')] : []),
    ...(besides.length > 0 ? [heading('whySourcesMore'), list(besides.map(source), 'sources')] : []),
    heading('timelineTitle', rule.name),
    timeline(rule),
    line(text('whyChecked', day(rule.verified), text(`confidence_${rule.confidence}`)), 'quiet'),
  ];
}

/** The same in short, for where there is little room. */
export function brief({ rule, uses, optOuts = [] }: Known): Node[] {
  if (!rule) return [line(text('whyNothing'))];
  const cited = new Set(uses.flatMap(use => use.evidence));
  return [
    ...heldBack(optOuts),
    ...optOuts.slice(0, 1).flatMap(optOut => steps(rule, optOut)),
    line(text('whyUses')),
    list(uses.map(use => [describe(use)])),
    line(text('whySources')),
    list(rule.evidence.filter(({ id }) => cited.has(id)).map(({ says, publisher, seen, url }) => [`${says} `, cite(url, publisher), ` (${day(seen)})`])),
    ...optOuts.slice(0, 1).map(optOut => line(limits(rule, optOut))),
    line(text('whyChecked', day(rule.verified), text(`confidence_${rule.confidence}`))),
  ];
}

/** Builds the links to official pages; one that is held back says from when it can be followed. */
export function links({ rule, held }: Known): Node[] {
  const wanted = [
    [rule?.links.dataAccess, 'linkDataAccess'],
    [rule?.links.deletion, 'linkDeletion'],
    [rule?.links.policy, 'linkPolicy'],
    [rule?.links.help, 'linkHelp'],
  ] as const;
  const items = wanted.flatMap(([url, key]) => {
    if (!url) return [];
    const waits = heldLine({ heldUntil: held?.[url] });
    return [[waits ? `${text(key)}: ${waits} (${new URL(url).host})` : link(url, text(key))]];
  });
  return items.length > 0 ? [list(items, 'links')] : [];
}

function heldBack(optOuts: Remedy[]): Node[] {
  const hosts = new Set(optOuts.filter(({ heldUntil }) => heldUntil).map(({ url }) => new URL(url).host));
  return hosts.size > 0 ? [line(text('heldAsked')), line(text('heldWhy', [...hosts].join(', ')))] : [];
}

type Rule = NonNullable<Details['rule']>;

/** Says what to do where an opt-out is. */
export function steps(rule: Rule, { id }: Pick<Remedy, 'id'>): Node[] {
  const optOut = rule.optOuts?.find(optOut => optOut.id === id);
  const todo = translated(optOut?.steps) ?? [];
  return todo.length > 0 ? [line(text(optOut?.insteadOf ? 'whyStepsOther' : 'whySteps')), list(todo.map(step => [step]))] : [];
}

/** Says what an opt-out does not do; nothing if nothing is known. */
export function limits(rule: Rule, { id }: Pick<Remedy, 'id'>): string {
  const optOut = rule.optOuts?.find(optOut => optOut.id === id);
  const told = translated(optOut?.limits);
  return told ? text('whyLimits', told) : optOut?.forwardOnly ? text('whyForwardOnly') : '';
}

function used(use: Use): (Node | string)[] {
  const what = text('whyUseWhat', listed(use.by), contents(use), text(`covers_${use.purpose.replaceAll('-', '_')}`));
  return [
    make('strong', text(`state_${use.state.replaceAll('-', '_')}`)),
    line(use.plans?.length ? text('onPlans', what, listed(use.plans)) : what),
    line(text('whyUseWhere', regionNames(use.regions), since(use)), 'quiet'),
  ];
}

function source({ url, publisher, seen, says, level }: Evidence): (Node | string)[] {
  const about = make('p');
  about.className = 'quiet';
  about.append(cite(url, publisher), ` · ${day(seen)} · ${text(`level_${level}`)}`);
  return [line(says), about];
}

function cite(url: string, publisher: string): Node | string {
  return url ? link(url, publisher) : publisher;
}

function list(items: (string | Node)[][], look = ''): HTMLElement {
  const ul = make('ul');
  if (look) ul.className = look;
  for (const item of items) {
    const li = make('li');
    li.append(...item);
    ul.append(li);
  }
  return ul;
}

/** Builds an ordinary link that opens beside the page and tells the other side nothing. */
export function link(url: string, label: string): HTMLAnchorElement {
  const a = make('a', label);
  if (/^https?:\/\//.test(url)) a.href = url;
  a.target = '_blank';
  a.rel = 'noopener noreferrer';
  return a;
}
