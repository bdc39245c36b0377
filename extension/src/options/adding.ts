import { ask, type Found } from '../core/messages.ts';
import { make } from '../core/pages.ts';
import { line, pose, question } from '../core/parts.ts';
import { reasonOf, said } from '../core/said.ts';
import { text } from '../core/text.ts';
import { identity } from './about.ts';
import type { Whole } from './run.ts';

/** A form that finds a source at an address and shows who it is before it is added. `added` is called with its name. */
export function adding(whole: Whole, added: (source: string) => void): HTMLElement {
  const [form, label, input, find, asked] = [make('form'), make('label', text('addLabel')), make('input'), make('button', text('act_find')), make('div')];
  const { node: status, say } = said();
  input.inputMode = 'url';
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.dir = 'ltr';
  label.append(input);
  const add = async (address: string, found: Found) => {
    whole.running(true);
    say(text('wait'));
    // Without leave to read its host the browsers tell the source the extension's address. It works all the same.
    await chrome.permissions.request({ origins: [`${new URL(address).origin}/*`] }).catch(() => false);
    const failed = await ask('addSource', { address }).then(() => undefined, reasonOf);
    whole.running(false);
    await whole.refresh();
    if (failed && (found.known || !whole.known(found.source))) return say(text('failed'), failed);
    input.value = '';
    say(found.known ? text('addedKnown') : text('added', found.source), failed);
    added(found.source);
  };
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const address = input.value.trim();
    asked.replaceChildren();
    if (!isWeb(address)) return say(text('addHttps'));
    say(text('wait'));
    try {
      const found = await ask('findSource', { address });
      say('');
      pose(
        asked,
        question(input, offer(found), text(found.known ? 'act_add_address' : 'act_add'), () => add(address, found)),
      );
    } catch (error) {
      say(text('addNotFound'), reasonOf(error));
    }
  });
  form.append(make('h4', text('addTitle')), label, find, status, asked);
  return form;
}

/** Rules of this computer's own server come without encryption. */
function isWeb(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname));
}

function offer(found: Found): Node[] {
  return [
    line(text(found.known ? 'addKnown' : 'addAsked')),
    identity(found, [text('factHost'), found.host, 'code']),
    found.pinned ? line(text('addPinned')) : line(text('addNotPinned', found.fingerprint), 'state warn'),
  ];
}
