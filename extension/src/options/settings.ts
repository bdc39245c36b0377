import { countries } from '../core/countries.ts';
import { ask, type ManagedState, type Options, type Preferences, type TextSize } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line } from '../core/parts.ts';
import type { Settings } from '../core/protocol.ts';
import type { Said } from '../core/said.ts';
import { reasonOf } from '../core/said.ts';
import { language, text } from '../core/text.ts';

/** A choice among the countries; the one that was guessed says so. */
export function region(settings: Settings, guess: string, said: Said, managed?: ManagedState): Node {
  const names = new Intl.DisplayNames(language(), { type: 'region' });
  const all = [...new Set([...countries(), ...(settings.region ? [settings.region] : [])])]
    .map(code => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name));
  const options = all.map(({ code, name }) => new Option(code === guess ? text('regionGuessed', name) : name, code));
  const select = selection(text('optionsRegion'), [new Option(text('regionUnknown'), ''), ...options], settings.region, value => keep({ region: value }, said));
  select.disabled = managed?.region !== undefined;
  const whole = new DocumentFragment();
  whole.append(select, ...(managed?.region ? [line(text('setByOrganisation'), 'quiet')] : []));
  return whole;
}

/** The places where notices appear. */
export function places(settings: Settings, { managed }: Options, said: Said): Node[] {
  const radios = (['page', 'toolbar'] as const).map(value => {
    const [label, input] = [make('label'), make('input')];
    input.type = 'radio';
    input.name = 'place';
    input.checked = (settings.place ?? 'page') === value;
    input.disabled = managed.toolbarOnly === true;
    input.addEventListener('change', () => keep({ place: value }, said));
    label.append(input, ` ${text(`place_${value}`)}`);
    return label;
  });
  return [...radios, ...(managed.toolbarOnly ? [line(text('setByOrganisation'), 'quiet')] : [])];
}

/** A choice among the sizes of the banner's text. */
export function textSize({ preferences }: Options, said: Said): Node[] {
  const options = (['normal', 'large', 'larger'] as TextSize[]).map(size => new Option(text(`size_${size}`), size));
  const change = (size: string) => prefer({ textSize: size as TextSize }, said);
  return [make('h2', text('optionsSize')), selection(text('optionsSize'), options, preferences.textSize ?? 'normal', change)];
}

/** A choice among the languages, each by its own name; nothing where there is one only. */
export function languages({ preferences, languages }: Options, said: Said): Node[] {
  if (languages.length < 2) return [];
  const named = languages.map(tag => ({ tag, name: new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag }));
  const options = named.sort((a, b) => a.name.localeCompare(b.name)).map(({ tag, name }) => Object.assign(new Option(name, tag), { lang: tag }));
  const select = selection(text('optionsLanguage'), [new Option(text('languageOfBrowser'), ''), ...options], preferences.language ?? '', async tag => {
    await prefer({ language: tag }, said);
    location.reload(); // every text changes
  });
  return [make('h2', text('optionsLanguage')), select];
}

/** A list to choose one of. */
export function selection(name: string, options: HTMLOptionElement[], value: string, change: (value: string) => void): HTMLSelectElement {
  const select = make('select');
  select.setAttribute('aria-label', name);
  select.append(...options);
  select.value = value;
  select.addEventListener('change', () => change(select.value));
  return select;
}

/** Keeps a setting as soon as it is changed. */
export function keep(settings: Partial<Settings>, said: Said): Promise<void> {
  return tell(ask('settings', { settings }), said);
}

function prefer(preferences: Preferences, said: Said): Promise<void> {
  return tell(ask('preferences', { preferences }), said);
}

async function tell(keeping: Promise<object>, { say }: Said): Promise<void> {
  try {
    await keeping;
    say(text('kept'));
  } catch (error) {
    say(text('notKept', reasonOf(error)));
  }
}
