import { ask, type Shown } from '../core/messages.ts';
import { quiet, standing, wayOut } from '../core/optouts.ts';
import { make } from '../core/pages.ts';
import { line, row } from '../core/parts.ts';
import type { Remedy } from '../core/protocol.ts';
import { text } from '../core/text.ts';
import { guideOffer } from '../core/waiting.ts';

/** The opt-outs of a page's platform: where each one is, how it stands, and a button to say that it is done or is not. */
export function optOuts(details: Shown, show: () => Promise<void>): Node[] {
  const { rule, optOuts } = details;
  if (!rule || optOuts.length === 0) return [];
  const done = optOuts.filter(optOut => optOut.done).length;
  const list = make('ul');
  list.className = 'cards';
  list.append(...optOuts.map(optOut => card(details, rule.name, optOut, show)));
  return [make('h2', text('popupOptOuts', String(done), String(optOuts.length))), list];
}

function card(details: Shown, name: string, optOut: Remedy, show: () => Promise<void>): Node {
  const item = make('li');
  const way = [...wayOut(details.platform, name, optOut, show), ...(details.optOuts.length > 1 ? [covered(details, optOut.id)] : [])];
  const act = (done: boolean, account: string) => {
    const button = make('button', text(done ? 'act_not_done' : 'act_done'));
    const action = { kind: done ? 'not-done' : 'done', optOut: optOut.id, account } as const;
    button.addEventListener('click', () => ask('choose', { platform: details.platform, action }).then(show));
    return button;
  };
  const said = (of: Parameters<typeof standing>[1]) => [standing(name, of)].filter(Boolean).map(words => line(words, 'quiet'));
  const accounts = Object.entries(optOut.accounts ?? {});
  if (accounts.length === 0) {
    item.append(row(...way, act(optOut.done, '')), ...said(optOut), guideOffer(details.platform, optOut));
    return item;
  }
  item.append(row(...way), guideOffer(details.platform, optOut));
  for (const [label, account] of accounts) item.append(row(make('b', label || text('accountFirst')), act(account.done, label)), ...said(account));
  return item;
}

/** What an opt-out stops: two links that say the same would not tell which is which. */
function covered({ rule }: Shown, id: string): Node {
  const covers = rule?.optOuts?.find(optOut => optOut.id === id)?.covers ?? [];
  return quiet(covers.map(purpose => text(`covers_${purpose.replaceAll('-', '_')}`)).join(', '));
}
