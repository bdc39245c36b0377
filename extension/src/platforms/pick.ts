import { mark } from '../core/mark.ts';
import { ask, type Everything, type Listed } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { reasonOf, said } from '../core/said.ts';
import { from, text } from '../core/text.ts';

/** The platforms to pick from, by category, with a field to search them. */
export type Picker = { node: HTMLElement; show(everything: Everything): void };

type Tile = { known: Listed; node: HTMLElement; input: HTMLInputElement };

/** Makes the picker, to be filled by `show`. A pick is kept at once. */
export function picker(): Picker {
  const [node, groups, field, label] = [make('div'), make('div'), make('input'), make('label', text('pickSearch'))];
  const { node: status, say } = said();
  let tiles: Tile[] = [];
  field.type = 'search';
  label.append(field);
  const filter = () => {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const { known, node } of tiles) node.hidden = !`${known.name} ${known.platform}`.toLocaleLowerCase().includes(wanted);
    for (const group of groups.querySelectorAll('fieldset')) group.hidden = !group.querySelector('label:not([hidden])');
    if (wanted) say(text('pickFound', String(tiles.filter(({ node }) => !node.hidden).length)));
    else say('');
  };
  field.addEventListener('input', filter);
  node.append(label, status, groups);
  const tile = (known: Listed): Tile => {
    const [node, input, name] = [make('label'), make('input'), make('span', from(known.source, known.name))];
    input.type = 'checkbox';
    node.className = 'tile';
    node.append(input, mark(known.name, known.platform), name);
    input.addEventListener('change', () => {
      ask('pick', { platform: known.platform, picked: input.checked }).catch(error => {
        input.checked = !input.checked; // it is not kept
        say(text('failed'), reasonOf(error));
      });
    });
    return { known, node, input };
  };
  let there = '';
  return {
    node,
    show({ platforms, picked }) {
      const ids = platforms.map(({ platform, name }) => `${platform} ${name}`).join();
      if (ids !== there) {
        there = ids;
        tiles = [...platforms].sort((a, b) => a.name.localeCompare(b.name)).map(tile);
        groups.replaceChildren(...categories(tiles));
        filter();
      }
      for (const { known, input } of tiles) input.checked = picked.includes(known.platform);
    },
  };
}

function categories(tiles: Tile[]): Node[] {
  const names = new Map([...new Set(tiles.map(({ known }) => known.category))].map(category => [category, nameOf(category)]));
  const sorted = [...names].sort(([a, one], [b, other]) => Number(a === 'other') - Number(b === 'other') || one.localeCompare(other));
  return sorted.map(([category, name]) => {
    const [group, body] = [make('fieldset'), make('div')];
    body.className = 'tiles';
    body.append(...tiles.filter(({ known }) => known.category === category).map(({ node }) => node));
    group.append(make('legend', name), body);
    return group;
  });
}

/** A category in words; one that this extension does not know is another one. */
function nameOf(category: string): string {
  const key = `category_${category.replaceAll('-', '_')}`;
  const words = text(key);
  return words === key ? text('category_other') : words;
}
