import type { Guided } from '../core/protocol.ts';
import { boxOf, type Found, findSwitch, type State, stateOf } from './guide-switch.ts';

/**
 * What is known of a switch. `steady` tells that its state has been the same for a moment, `lost` that no switch is certain to
 * be the one.
 */
export type Sight = { found?: Found; box?: Element; state?: State; steady?: boolean; lost?: boolean };

const between = 250;
const moment = 1000;
const patience = 3000;
const longest = 30_000;

/**
 * Looks for the switch of an opt-out while the page loads, for half a minute at most, and then watches this one switch. `see`
 * is told what changes. Only reads.
 */
export function watchSwitch(rule: Guided['rule'], signal: AbortSignal, see: (sight: Sight) => void): void {
  let sight: Sight = {};
  let observed = new MutationObserver(() => undefined);
  let turn = 0;
  const stop = () => {
    turn++;
    observed.disconnect();
  };
  /** Wraps what only counts until the next search, or until the switch is found. */
  const still = (run: () => void) => {
    const mine = turn;
    return () => {
      if (mine === turn) run();
    };
  };
  const after = (milliseconds: number, run: () => void) => setTimeout(still(run), milliseconds);
  const tell = (next: Sight) => {
    sight = next;
    see(next);
  };

  const search = () => {
    stop();
    let waits = false;
    const seen = new Set<Node>();
    const observe = (root: Node) => {
      if (seen.has(root)) return;
      seen.add(root);
      observed.observe(root, { childList: true, subtree: true, characterData: true, attributeFilter: ['role', 'aria-label', 'aria-checked', 'aria-pressed'] });
    };
    const look = () => {
      waits = false;
      const found = findSwitch(rule, observe);
      if (found) watch(found);
    };
    observed = new MutationObserver(() => {
      if (!waits) after(between, look);
      waits = true;
    });
    observe(document);
    const giveUp = () => after(patience, () => tell({ lost: true })); // one that comes later is taken all the same
    if (document.readyState === 'complete') giveUp();
    else addEventListener('load', still(giveUp), { once: true, signal });
    after(longest, stop);
    look();
  };

  const watch = (found: Found) => {
    stop();
    let settling: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const box = found.controls.every(({ isConnected }) => isConnected) && boxOf(found.controls[0]);
      if (!box) return search();
      const state = stateOf(found, rule);
      if (found === sight.found && box === sight.box && state === sight.state) return;
      const settle = () => (document.readyState === 'complete' ? tell({ found, box, state, steady: true }) : settleSoon());
      const settleSoon = () => {
        settling = after(moment, settle);
      };
      clearTimeout(settling);
      if (state) settleSoon();
      tell({ found, box, state, lost: !state && found.controls.length > 1 });
    };
    observed = new MutationObserver(look);
    for (const control of found.controls) observed.observe(control, { attributes: true });
    // Whether a box is ticked is no attribute, and a switch that is taken out tells nobody.
    const poll = () => {
      look();
      after(moment, poll);
    };
    poll();
  };

  signal.addEventListener('abort', stop);
  search();
}
