import type { Guided } from '../core/protocol.ts';
import { language, shortDay, text } from '../core/text.ts';
import type { Section } from './guide-panel.ts';
import { inLanguage } from './guide-switch.ts';
import type { Sight } from './guide-watch.ts';

/** Opt-outs that are done in one go, what is seen of their switch, and whether the user has just done them. */
export type Part = { optOuts: [Guided, ...Guided[]]; sight: Sight; kept?: boolean };

/** Puts opt-outs together that are done in one go: the same form serves several platforms. */
export function partsOf(optOuts: Guided[]): Part[] {
  const parts = new Map<string, Part>();
  for (const optOut of optOuts.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const { kind, steps, page, who } = optOut.rule;
    const key = hasSwitch(optOut) ? `${optOut.platform} ${optOut.rule.id}` : JSON.stringify([kind, page, who, steps, optOut.letter]);
    const part = parts.get(key);
    if (part) part.optOuts.push(optOut);
    else parts.set(key, { optOuts: [optOut], sight: {} });
  }
  return [...parts.values()];
}

/** Tells whether the page has a switch of the opt-out that can be found. */
export function hasSwitch({ rule }: Guided): boolean {
  return rule.kind === 'toggle' && !rule.page && /^(on|off)$/.test(turnOf({ rule })) && (rule.probe !== undefined || rule.label !== undefined);
}

/** Which way the switch of an opt-out is turned. */
export function turnOf({ rule }: Pick<Guided, 'rule'>): 'on' | 'off' {
  return rule.turn ?? 'off';
}

/** Words what there is to do; undefined if there is nothing to say. */
export function sectionOf({ optOuts, sight, kept }: Part): Section | undefined {
  const [first] = optOuts;
  const { rule, letter } = first;
  const done = optOuts.every(({ done }) => done && !done.onAgain);
  if (first.silent) return undefined;
  if (kept) return { line: text('guide_kept') };
  if (sight.found && !sight.lost) return { line: switchLine(first, sight), done: sight.state === undefined && !done && !first.several };
  if (hasSwitch(first) ? done || !sight.lost : done && rule.page) return undefined;
  const names = new Intl.ListFormat(language()).format(optOuts.map(({ name }) => name));
  const limits = rule.limits && inLanguage(rule.limits, language());
  return {
    line:
      done && first.done
        ? text('guide_was', shortDay(first.done.on))
        : text(sight.lost ? 'guide_lost' : rule.who === 'workspace-owner' ? 'guide_owner' : `guide_${rule.kind}`, names),
    steps: inLanguage(rule.steps ?? {}, language()),
    limits: limits ? text('whyLimits', limits) : rule.forwardOnly ? text('whyForwardOnly') : undefined,
    letter: letter && text(`letter_${letter}`, names, rule.url),
    done: !first.several,
  };
}

function switchLine(optOut: Guided, { found, state, steady }: Sight): string {
  const [turn, { done }] = [turnOf(optOut), optOut];
  if (!state) return text('guide_here', found?.label ?? '');
  if (state === turn) return text(!steady ? 'wait' : optOut.several ? `guide_several_${turn}` : `guide_done_${turn}`);
  if (!done) return text(`guide_turn_${turn}`, found?.label ?? '');
  return text(done.confirmed ? `guide_again_${turn}` : `guide_still_${turn}`, shortDay(done.confirmed ?? done.on));
}
