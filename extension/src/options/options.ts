import { ask } from '../core/messages.ts';
import { localise, make } from '../core/pages.ts';
import type { Settings } from '../core/protocol.ts';
import { text } from '../core/text.ts';

const main = document.querySelector('main') ?? document.body;
const said = make('p');
said.setAttribute('role', 'status');

/** Shows the settings, and keeps each as soon as it is changed. */
async function show(): Promise<void> {
  localise();
  const { settings, guess, version, platforms, trouble } = await ask('state', {});
  main.replaceChildren(
    make('h1', text('optionsTitle')),
    make('h2', text('optionsRegion')),
    make('p', text('optionsRegionWhy')),
    region(settings, guess),
    make('h2', text('optionsPlace')),
    place(settings, 'page'),
    place(settings, 'toolbar'),
    make('h2', text('optionsRules')),
    make('p', text('optionsRulesAre', version, String(platforms))),
    ...(trouble ? [make('p', text('popupTrouble', trouble.reason))] : []),
    said,
  );
}

function region(settings: Settings, guess: string): Node {
  const select = make('select');
  select.setAttribute('aria-label', text('optionsRegion'));
  const names = new Intl.DisplayNames(chrome.i18n.getUILanguage(), { type: 'region' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const countries = letters
    .flatMap(first => letters.map(second => first + second))
    .map(code => ({ code, name: names.of(code) ?? code }))
    .filter(
      ({ code, name }) =>
        (name !== code &&
          !/^(EU|EZ|UN|QO|XA|XB|ZZ|SU|YU|AN|DD|FX|TP|ZR|BU|HV|DY|NH|RH|VD|YD|CS|NT|NQ|PU|PZ|WK|MI|JT|FQ|PC|CT|UK|AC|CP|CQ|DG|EA|IC|TA)$/.test(code)) ||
        code === settings.region,
    )
    .sort((a, b) => a.name.localeCompare(b.name));
  select.append(new Option(text('regionUnknown'), ''));
  for (const { code, name } of countries) select.append(new Option(code === guess ? text('regionGuessed', name) : name, code));
  select.value = settings.region;
  select.addEventListener('change', () => keep({ ...settings, region: select.value }));
  return select;
}

function place(settings: Settings, value: 'page' | 'toolbar'): Node {
  const label = make('label');
  const input = make('input');
  input.type = 'radio';
  input.name = 'place';
  input.checked = (settings.place ?? 'page') === value;
  input.addEventListener('change', () => keep({ ...settings, place: value }));
  label.append(input, ` ${text(`place_${value}`)}`);
  return label;
}

async function keep(settings: Settings): Promise<void> {
  try {
    await ask('settings', { settings });
    said.textContent = text('kept');
    await show();
  } catch (error) {
    said.textContent = text('notKept', String(error));
  }
}

show().catch(error => main.append(make('p', String(error))));
