import { ask, type Waiting } from './messages.ts';
import { make } from './pages.ts';
import type { Remedy } from './protocol.ts';
import { listed, plural, text } from './text.ts';

/** Says which platforms wait for the user's permission, with a button that has the browser ask for it; those whose permission was taken back apart. */
export function waitingLines(platforms: Waiting[]): Node[] {
  const [fresh, taken] = [platforms.filter(({ taken }) => !taken), platforms.filter(({ taken }) => taken)];
  return [
    ...(fresh.length > 0
      ? [
          offer(
            'waiting-new',
            plural(form => `waitingNew_${form}`, fresh.length, names(fresh)),
            originsOf(fresh),
          ),
        ]
      : []),
    ...(taken.length > 0 ? [offer('waiting-taken', text('waitingTaken', names(taken)), originsOf(taken))] : []),
  ];
}

const namesShown = 4;

function names(platforms: Waiting[]): string {
  const shown = platforms.slice(0, platforms.length > namesShown ? namesShown - 1 : namesShown).map(({ name }) => name);
  const more = platforms.length - shown.length;
  return listed(more > 0 ? [...shown, text('andMore', String(more))] : shown);
}

/** Offers to show the way on the page of an opt-out that the extension may not read yet; empty where it may. */
export function guideOffer(platform: string, { id, url }: Remedy): HTMLElement {
  const part = make('div');
  if (!url) return part;
  const { host } = new URL(url);
  const origins = [`https://${host}/*`];
  const draw = async () => {
    const may = await chrome.permissions.contains({ origins });
    part.replaceChildren(...(may ? [] : [offer(`guide-${platform}-${id}`, text('guideAsked', host), origins, draw)]));
  };
  draw().catch(() => undefined); // the browser has no such origin
  return part;
}

function originsOf(platforms: Waiting[]): string[] {
  return platforms.flatMap(({ origins }) => origins);
}

function offer(id: string, words: string, origins: string[], asked: () => unknown = () => undefined): HTMLElement {
  const [box, line, allow] = [make('div'), make('p', words), make('button', text('act_allow'))];
  box.className = 'waiting';
  line.id = id;
  allow.setAttribute('aria-describedby', id);
  // The browsers want to be asked in the click itself. The rest is done by the background, because a popup goes when they ask.
  allow.addEventListener('click', () => {
    chrome.permissions.request({ origins }).then(asked, error => {
      line.textContent = text('notAllowed', String(error));
    });
  });
  box.append(line, allow);
  return box;
}

/** A part of a page that says which platforms wait, and is drawn anew when that changes; empty when none does. */
export function waitingPart(): HTMLElement {
  const part = make('div');
  part.role = 'status';
  const draw = async () => part.replaceChildren(...waitingLines((await ask('waiting', {})).platforms));
  onPermissions(draw);
  draw().catch(() => undefined); // the page says what is wrong
  return part;
}

/** Calls `draw` whenever the user allows something or takes it back. */
export function onPermissions(draw: () => Promise<unknown>): void {
  for (const event of [chrome.permissions.onAdded, chrome.permissions.onRemoved]) event.addListener(() => void draw().catch(() => undefined));
}
