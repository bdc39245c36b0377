import { ask } from '../core/messages.ts';
import { localise, make } from '../core/pages.ts';
import { button, line, row } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { region } from '../options/settings.ts';
import { picker } from '../platforms/pick.ts';
import { watch } from '../platforms/watch.ts';

const main = document.querySelector('main') ?? document.body;

/** Says once what the extension does, has the region confirmed, and lets the user pick platforms. */
async function show(): Promise<void> {
  await localise();
  document.title = text('welcomeTitle');
  const [{ settings, guess }, kept, picks, wait] = [await ask('state', {}), said(), picker(), line(text('wait'))];
  // On the very first start the region is not stored yet.
  const chosen = { ...settings, region: settings.region || guess };
  main.replaceChildren(
    make('h1', text('welcomeTitle')),
    line(`${text('welcomeWhat')} ${text('welcomeHow')} ${text('welcomePrivate')}`),
    make('h2', text('optionsRegion')),
    line(text('optionsRegionWhy')),
    region(chosen, guess, kept),
    kept.node,
    make('h2', text('welcomePick')),
    line(text('welcomePickWhy')),
    wait,
    picks.node,
    row(finish()),
    line(text('welcomeLater'), 'quiet'),
  );
  const update = async () => {
    const everything = await ask('overview', {});
    wait.hidden = everything.platforms.length > 0; // the rules may still be on their way
    picks.node.hidden = !wait.hidden;
    picks.show(everything);
  };
  watch(update);
  await update();
}

function finish(): HTMLElement {
  const act = button('finish', text('act_finish'), async () => {
    const { picked } = await ask('overview', {}).catch(() => ({ picked: [] }));
    const tab = await chrome.tabs.getCurrent();
    if (picked.length > 0) location.href = '../platforms/platforms.html';
    else if (tab?.id !== undefined) await chrome.tabs.remove(tab.id);
  });
  act.className = 'main';
  return act;
}

show().catch(error => main.append(line(text('popupTrouble', reasonOf(error)), 'state stop')));
