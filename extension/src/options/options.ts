import { ask } from '../core/messages.ts';
import { localise, make, pageLink } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { rules } from './rules.ts';
import { place, region } from './settings.ts';

const main = document.querySelector('main') ?? document.body;

/** Shows the settings, and what is known of the rules. */
async function show(): Promise<void> {
  localise();
  const { settings, guess, trouble } = await ask('state', {});
  const kept = said();
  main.replaceChildren(
    make('h1', text('optionsTitle')),
    ...(trouble ? [line(text('popupTrouble', trouble.reason), 'state stop')] : []),
    pageLink('platforms/platforms.html', text('platformsTitle')),
    make('h2', text('optionsRegion')),
    line(text('optionsRegionWhy')),
    region(settings, guess, kept),
    make('h2', text('optionsPlace')),
    place(settings, 'page', kept),
    place(settings, 'toolbar', kept),
    kept.node,
  );
  main.append(await rules());
}

show().catch(error => main.append(line(text('popupTrouble', reasonOf(error)), 'state stop')));
