import { ask } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import type { Settings } from '../core/protocol.ts';
import type { Said } from '../core/said.ts';
import { reasonOf } from '../core/said.ts';
import { text } from '../core/text.ts';

/** A choice among the countries; the one that was guessed says so. */
export function region(settings: Settings, guess: string, said: Said): Node {
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
  select.addEventListener('change', () => keep({ region: select.value }, said));
  return select;
}

/** One of the places where notices appear. */
export function place(settings: Settings, value: 'page' | 'toolbar', said: Said): Node {
  const label = make('label');
  const input = make('input');
  input.type = 'radio';
  input.name = 'place';
  input.checked = (settings.place ?? 'page') === value;
  input.addEventListener('change', () => keep({ place: value }, said));
  label.append(input, ` ${text(`place_${value}`)}`);
  return label;
}

/** Keeps a setting as soon as it is changed; what another page has set meanwhile stays. */
async function keep(change: Partial<Settings>, { say }: Said): Promise<void> {
  try {
    const { settings } = await ask('state', {});
    await ask('settings', { settings: { ...settings, ...change } });
    say(text('kept'));
  } catch (error) {
    say(text('notKept', reasonOf(error)));
  }
}
