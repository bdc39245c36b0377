import { ask } from '../core/messages.ts';
import { localise, make, pageLink } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { waitingPart } from '../core/waiting.ts';
import { choices } from './choices.ts';
import { fetched } from './fetched.ts';
import { choicesFile } from './file.ts';
import { managed } from './managed.ts';
import { plans } from './plans.ts';
import { reset } from './reset.ts';
import { rules } from './rules.ts';
import { languages, places, region, textSize } from './settings.ts';
import { sharing } from './sharing.ts';

const main = document.querySelector('main') ?? document.body;

/** Shows the settings, the choices made so far, and what is known of the rules. */
async function show(): Promise<void> {
  await localise();
  const [{ settings, guess, trouble }, options, made] = await Promise.all([ask('state', {}), ask('options', {}), ask('choices', {})]);
  const kept = said();
  main.replaceChildren(
    make('h1', text('optionsTitle')),
    ...(trouble ? [line(text('popupTrouble', trouble.reason), 'state stop')] : []),
    pageLink('platforms/platforms.html', text('platformsTitle')),
    waitingPart(),
    ...managed(options),
    make('h2', text('optionsRegion')),
    line(text('optionsRegionWhy')),
    region(settings, guess, kept, options.managed),
    ...languages(options, kept),
    make('h2', text('optionsPlace')),
    ...places(settings, options, kept),
    ...textSize(options, kept),
    ...plans(made, settings, kept),
    kept.node,
    choices(made),
    sharing(options),
    choicesFile(),
  );
  main.append(await rules(), ...fetched(), ...reset());
}

show().catch(error => main.append(line(text('popupTrouble', reasonOf(error)), 'state stop')));
