import { ask, type Everything, type Listed } from '../core/messages.ts';
import { localise, make, pageLink } from '../core/pages.ts';
import { line, more, redraw } from '../core/parts.ts';
import { reasonOf } from '../core/said.ts';
import { text } from '../core/text.ts';
import { waitingPart } from '../core/waiting.ts';
import { card } from './card.ts';
import { history } from './history.ts';
import { picker } from './pick.ts';
import { sweeper } from './sweep.ts';
import { tally } from './tally.ts';
import { watch } from './watch.ts';

const main = document.querySelector('main') ?? document.body;

/** Shows how the user stands with the platforms that the user picked. */
async function show(): Promise<void> {
  await localise();
  document.title = text('platformsTitle');
  const first = await ask('overview', {});
  const [standing, cards, past] = [make('div'), make('div'), make('div')];
  const settings = pageLink('options/options.html', text('optionsTitle'));
  settings.className = 'settings';
  const [sweep, picks] = [sweeper(), picker()];
  const picking = more('pick', text('platformsPick'), picks.node);
  picking.className = 'picks';
  const drawn = new Map<string, { as: string; node: HTMLElement }>();
  // What has not changed stays as it is, or what is unfolded would jump.
  const kept = (known: Listed) => {
    const as = JSON.stringify(known);
    const there = drawn.get(known.platform);
    const node = there?.as === as ? there.node : card(known);
    drawn.set(known.platform, { as, node });
    return node;
  };
  const update = (everything: Everything) => {
    const mine = mineOf(everything);
    redraw(standing, ...(mine.length > 0 ? tally(mine) : [line(text('platformsNone'))]));
    redraw(cards, ...mine.map(kept));
    redraw(past, ...history(mine));
    sweep.show(mine, everything.sweep);
    picks.show(everything);
  };
  picking.open = mineOf(first).length === 0;
  main.replaceChildren(make('h1', text('platformsTitle')), waitingPart(), standing, sweep.node, picking, cards, past, settings);
  update(first);
  watch(async () => update(await ask('overview', {})));
}

/** The platforms that the user picked, by name. */
function mineOf({ platforms, picked }: Everything): Everything['platforms'] {
  return platforms.filter(({ platform }) => picked.includes(platform)).sort((a, b) => a.name.localeCompare(b.name));
}

show().catch(error => main.append(line(text('popupTrouble', reasonOf(error)), 'state stop')));
