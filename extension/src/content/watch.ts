import { brief } from '../core/evidence.ts';
import { ask, type BannerLook, bannerKey, changedKey, languageKey, shownKey, type Trouble, troubleKey } from '../core/messages.ts';
import type { Action, Answer, Notice, NoticeRecord, Row } from '../core/protocol.ts';
import { noticeKeys, rowAt, under } from '../core/record.ts';
import { againLine, type Language, sentence, speak, text } from '../core/text.ts';
import { type Act, type Banner, draw } from './banner.ts';
import { type Composer, findComposer, focused } from './find.ts';
import { followInTabOrder, isOrphan } from './guard.ts';
import { clearLeftBehind, type Layer } from './layer.ts';
import { page } from './page.ts';

/** What hears of what the user does on the page. */
export type Watch = {
  /** What of ours is on the page. */
  layer(): Layer | undefined;
  /** Hears of a focus, and of what may lead to one: a press and a key. */
  hear(event: Event): void;
  /** Reads what there is to say here, before it is needed. */
  prepare(): void;
  /** Does what a button of the banner is for. */
  act(name: string): void;
  /** The page is left. */
  leave(): void;
};

/** Tells whether two notices look the same. The storage does not keep the order of fields, so they cannot be compared as text. */
function same(a: Notice, b: Notice): boolean {
  const [one, other] = [a.optOut, b.optOut];
  const words = (notice: Notice) => `${sentence(notice)} ${againLine(notice.platform, notice.optOut)}`;
  return words(a) === words(b) && one?.id === other?.id && one?.url === other?.url && one?.heldUntil === other?.heldUntil;
}

/** Waits for the next frame. What starts the worker waits for it: the browser would start it while it should paint. */
function painted(): Promise<void> {
  return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
}

/** What is chosen by an act that ends the banner. */
function actionOf(name: Act, optOut: string): Action {
  if (name === 'done') return { kind: 'done', optOut };
  if (name.startsWith('account:')) return { kind: 'done', optOut, account: name.slice('account:'.length) };
  if (name === 'public-only') return { kind: 'public-only' };
  if (name === 'toolbar-here') return { kind: 'show-in', place: 'toolbar' };
  return { kind: 'later', scope: name === 'everywhere' ? 'never' : (name as 'today' | 'until-change' | 'never') };
}

/** Watches where the user writes, and shows the banner there. */
export function watch(): Watch {
  let known: Promise<NoticeRecord | undefined> | undefined;
  let look: BannerLook = {};
  let behind = false;
  let touched = false;
  let told: Element | null = null;
  let open: { banner: Banner; composer: Composer; platform: string; notice: Notice; leaving?: boolean } | undefined;
  let asked = 0;
  let left: { platform: string; at: number } | undefined;
  let marked = false;
  const shown = new Set<string>();
  const roots = new WeakSet<ShadowRoot>();
  const passive = { capture: true, passive: true };

  const listen = (root: ShadowRoot) => {
    if (roots.has(root)) return;
    roots.add(root); // the focus moves within a shadow root without telling the window
    root.addEventListener('focusin', () => consider(root.activeElement), passive);
  };
  const record = () => {
    known ??= lookUp().catch(() => undefined);
    return known;
  };
  const consider = async (start: Element | null) => {
    const target = focused(start, listen);
    if (!target || !touched || isOrphan() || open?.composer.element.contains(target)) return;
    const found = await record();
    const row = found?.rows.find(({ paths }) => under(page().pathname, paths));
    if (!found || !row || row.place === 'toolbar' || (shown.has(row.platform) && !remounted(row.platform))) return;
    const composer = findComposer(target, row.surfaces, page().pathname);
    if (composer?.surface.notice) present(found, row, composer, composer.surface.notice);
  };
  /** Tells whether the composer with the platform's banner leaves, or left a moment ago: pages put a new one in its place. */
  const remounted = (platform: string) =>
    open ? open.platform === platform && !open.composer.element.checkVisibility() : left?.platform === platform && performance.now() - left.at < 1000;
  const present = async (found: NoticeRecord, row: Row, composer: Composer, notice: Notice) => {
    open?.banner.close();
    const fresh = !behind && (!found.until || Date.now() < Date.parse(found.until));
    if (fresh) {
      show(row.platform, composer, notice);
      const mine = open;
      await painted();
      keepShown();
      if (open !== mine) return; // it has left, or the composer that came in its place has a question of its own
    }
    const answer = await confirm(row.platform, composer);
    if (!answer || fresh || answer.place !== 'page') return;
    show(row.platform, composer, answer.notice);
    keepShown();
  };
  /**
   * Asks the engine about the exact address: it has the last word, and without it we are silent. The open banner is changed or
   * closed. Returns what is to be said, unless somebody asked again or the banner is gone by now.
   */
  const confirm = async (platform: string, composer: Composer): Promise<{ place: Answer['place']; notice: Notice } | undefined> => {
    const [turn, mine] = [++asked, open];
    const answer = await ask('decide', {}).catch(() => undefined);
    if (turn !== asked || open !== mine || mine?.leaving) return undefined;
    const notice = answer?.platform === platform ? findComposer(composer.element, answer.surfaces, page().pathname)?.surface.notice : undefined;
    if (!answer || !notice || answer.place === 'toolbar') open?.banner.close();
    else if (open) {
      const before = open.notice;
      open.notice = notice;
      if (!same(before, notice)) open.banner.update(notice);
    }
    return answer && notice && { place: answer.place, notice };
  };
  const show = (platform: string, composer: Composer, notice: Notice) => {
    shown.add(platform);
    const banner = draw(composer, notice, look, gone => {
      open = undefined;
      left = gone ? { platform, at: performance.now() } : undefined;
    });
    if (banner) open = { banner, composer, platform, notice };
    else mark();
  };
  const keepShown = () => {
    if (chrome.extension.inIncognitoContext) return; // where a private window was is written nowhere
    chrome.storage.local.set({ [shownKey]: [...shown] }).catch(() => undefined);
  };
  /** Has the toolbar button marked, because there is no place for a banner in the page; or the mark taken away when nothing is to be said any more. */
  const mark = () => {
    marked = true;
    ask('mark', { noPlace: true }).catch(() => undefined);
  };
  const act = async (name: Act) => {
    if (!open) return;
    const { banner, platform, notice } = open;
    if (name === 'later') return banner.choices();
    if (name === 'close') return banner.close();
    const accounts = Object.entries(notice.optOut?.accounts ?? {});
    if (name === 'done' && accounts.length > 0) return banner.accounts(accounts.filter(([, { done }]) => !done).map(([label]) => label));
    const note = document.createElement('p');
    try {
      if (name === 'why') {
        note.textContent = text('wait');
        banner.more(note);
        return banner.more(...brief(await ask('details', {})));
      }
      if (name === 'show') return await ask('showNow', { platform, optOut: notice.optOut?.id ?? '' }); // the record changes, and with it the banner
      open.leaving = true;
      await ask('choose', { platform: name === 'everywhere' ? '*' : platform, action: actionOf(name, notice.optOut?.id ?? '') });
      banner.close();
    } catch {
      if (open) open.leaving = false;
      note.textContent = text('failed');
      banner.more(note);
    }
  };
  const keys = () => noticeKeys(page().hostname);
  let listening = false;
  const listenForChanges = () => {
    if (listening) return;
    listening = true;
    chrome.storage.onChanged.addListener(changes => {
      const platforms = changes[shownKey]?.newValue as string[] | undefined;
      for (const platform of platforms ?? []) shown.add(platform);
      const decided = keys().some(key => key in changes); // a choice, a new rule set
      if (decided || [troubleKey, bannerKey, languageKey, changedKey].some(key => key in changes)) known = undefined;
      if (decided && open) confirm(open.platform, open.composer);
      if (decided && marked) mark();
    });
  };
  const lookUp = async () => {
    const stored = await chrome.storage.local.get([...keys(), shownKey, troubleKey, bannerKey, languageKey, changedKey]);
    behind = stored[changedKey] === true; // the table does not have what was decided last
    look = (stored[bannerKey] as BannerLook | undefined) ?? {};
    speak(stored[languageKey] as Language | undefined);
    for (const platform of (stored[shownKey] as string[] | undefined) ?? []) shown.add(platform);
    listenForChanges();
    if ((stored[troubleKey] as Trouble | undefined)?.noEngine) return undefined; // nobody could confirm a banner
    return rowAt(stored, keys(), page().pathname)?.record;
  };

  clearLeftBehind('.head');
  followInTabOrder(() => open && { element: open.composer.element, focus: open.banner.focus });
  return {
    layer: () => open?.banner.layer,
    prepare: record,
    act: name => act(name as Act),
    leave: () => open?.banner.close(),
    hear(event) {
      const [target] = event.composedPath();
      touched ||= event.type !== 'focusin';
      if (touched) record();
      if (event.type === 'focusin' && target instanceof Element) consider(target);
      // A key or a press in it tells of a focus that came before the script, or before the user did anything; once for each element.
      const active = document.activeElement;
      if (event.type !== 'focusin' && active && active !== told && event.composedPath().includes(active)) {
        told = active;
        consider(told);
      }
    },
  };
}
