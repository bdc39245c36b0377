import { ask, languageKey } from '../core/messages.ts';
import type { Action } from '../core/protocol.ts';
import { type Language, speak, text } from '../core/text.ts';
import { followInTabOrder, guard } from './guard.ts';
import { drawPanel, type Panel } from './guide-panel.ts';
import { watchSwitch } from './guide-watch.ts';
import { hasSwitch, type Part, partsOf, sectionOf, turnOf } from './guide-words.ts';
import { clearLeftBehind } from './layer.ts';

// Injected twice, into a tab that was open: the first one stays.
if (!Reflect.has(globalThis, 'beforehandGuides')) {
  Reflect.set(globalThis, 'beforehandGuides', true);
  arm();
}

/** Guides on this page, and anew on each that the site makes of it. */
function arm(): void {
  let [here, visit] = [location.href, new AbortController()];
  let open: Guide | undefined;
  const begin = () => {
    if (document.readyState === 'loading') return;
    begun(visit.signal).then(
      guide => {
        if (!visit.signal.aborted) open = guide;
      },
      () => undefined, // without an answer we are silent
    );
  };
  window.navigation.addEventListener('currententrychange', () => {
    if (location.href === here) return;
    visit.abort();
    open = undefined;
    [here, visit] = [location.href, new AbortController()];
    begin();
  });
  const guards = guard(
    () => open?.panel()?.layer,
    name => open?.act(name),
  );
  for (const type of ['pointerdown', 'keydown', 'focusin']) addEventListener(type, guards, { capture: true });
  followInTabOrder(() => open?.next());
  addEventListener('DOMContentLoaded', begin, { once: true });
  clearLeftBehind('.part');
  begin();
}

type Guide = { panel(): Panel | undefined; act(name: string): void; next(): { element: Element; focus(): void } | undefined };

/** Asks what there is to do on this page, and says it until the visit ends. */
async function begun(visit: AbortSignal): Promise<Guide> {
  const [{ optOuts }, { [languageKey]: language }] = await Promise.all([ask('guide', {}), chrome.storage.local.get(languageKey)]);
  speak(language as Language | undefined);
  const parts = visit.aborted ? [] : partsOf(optOuts);
  let panel: Panel | undefined;
  let box: Element | undefined;
  let closed = false;
  const latest = new Map<Part, Part['sight']>();

  const draw = () => {
    const sections = parts.map(sectionOf);
    const wanted = parts.find(({ sight }) => sight.box && !sight.lost)?.sight.box;
    if (panel && (wanted !== box || sections.every(section => !section))) panel.layer.end(false);
    if (closed || visit.aborted || sections.every(section => !section)) return;
    box = wanted;
    if (panel) panel.update(sections);
    else {
      const fresh = drawPanel(box, sections, () => {
        if (panel === fresh) panel = undefined;
      });
      panel = fresh;
    }
  };
  /** Keeps what was seen or done. Nothing is said to be kept before it is. */
  const keep = async (part: Part, action: Pick<Action, 'kind' | 'state'>) => {
    for (const optOut of part.optOuts) optOut.done = (await ask('guided', { platform: optOut.platform, action: { ...action, optOut: optOut.rule.id } })).done;
  };
  const see = async (part: Part, sight: Part['sight']) => {
    const [optOut] = part.optOuts;
    latest.set(part, sight);
    const out = sight.state === turnOf(optOut);
    const news = sight.steady && !optOut.several && (out || (optOut.done && !optOut.done.onAgain));
    const kept =
      !news ||
      (await keep(part, { kind: 'seen', state: out ? 'off' : 'on' }).then(
        () => true,
        () => false,
      ));
    if (latest.get(part) !== sight) return; // it was turned meanwhile
    part.sight = { ...sight, steady: sight.steady && kept };
    draw();
    if (!kept) panel?.note(text('failed'));
  };

  for (const part of parts) {
    const [optOut] = part.optOuts;
    if (hasSwitch(optOut)) watchSwitch(optOut.rule, visit, sight => see(part, sight));
  }
  visit.addEventListener('abort', () => panel?.layer.end(false));
  draw();

  return {
    panel: () => panel,
    next: () => panel && box && { element: box, focus: panel.focus },
    act(name) {
      const [act, index] = name.split(' ');
      const part = parts[Number(index)];
      if (act === 'close') {
        closed = true;
        panel?.layer.end(false);
      } else if (act === 'copy') copy(panel, Number(index));
      else if (act === 'done' && part)
        keep(part, { kind: 'done' }).then(
          () => {
            part.kept = true;
            draw();
          },
          () => panel?.note(text('failed')),
        );
    },
  };
}

/** Puts a letter on the clipboard, or selects it for the user to copy. */
async function copy(panel: Panel | undefined, index: number): Promise<void> {
  const letter = panel?.letter(index);
  if (!letter) return;
  try {
    await navigator.clipboard.writeText(letter.value);
    panel?.note(text('guide_copied'));
  } catch {
    letter.focus();
    letter.select();
    panel?.note(text('guide_selected'));
  }
}
