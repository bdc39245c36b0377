import type {
  Action,
  Answer,
  Choices,
  Details,
  Guide,
  Inspected,
  Known,
  LastRun,
  Mark,
  OptOut,
  Platform,
  RulesChange,
  Settings,
  SourceView,
} from './protocol.ts';

/** The notice table's record of a host is stored under this prefix and the host. */
export const noticeKey = 'notice:';
/** The ids of the platforms whose banner was shown since the browser started. */
export const shownKey = 'shown';
/** What the user chose about a platform is stored under this prefix and its id. */
export const choicesKey = 'choices:';
/** How banners look, whatever they are about, is stored under this key. */
export const bannerKey = 'banner';
/** The language that the user chose instead of the browser's is stored under this key, with its texts. */
export const languageKey = 'language';
/** Under this key is stored that something has changed since the notice table was made from it. */
export const changedKey = 'changed';
/** What failed last is stored under this key. */
export const troubleKey = 'trouble';

/** What failed last. Without the engine nothing is said in pages; whatever else fails, the previous rules stay in force. */
export type Trouble = { noEngine: boolean; reason: string };

/** How far an update has come is stored in storage.session under this prefix and the source's name. */
export const progressKey = 'progress:';

/** Who changes a trust record holds this lock. */
export const updateLock = 'rules-update';
/** The most sources that can be added. */
export const mostAdded = 8;

/** How far an update has come: so many files of those that are known to be needed. */
export type Progress = { done: number; all: number };

/** What content scripts and extension pages ask of the background, and what it answers. */
export type Messages = {
  decide: { in: object; out: Answer };
  details: { in: { url?: string }; out: Shown };
  choose: { in: { platform: string; action: Action }; out: object };
  /** Asks to mark the toolbar button of the sender's tab, or to take the mark away: the notice table says which. With `noPlace` a notice has no place in the page. */
  mark: { in: { noPlace?: boolean }; out: object };
  /** Lists the platforms with something to say whose pages the extension may not read. */
  waiting: { in: object; out: { platforms: Waiting[] } };
  /** Tells what there is to do on the page of an opt-out. */
  guide: { in: object; out: Guide };
  /** Keeps what was seen or done on it, and answers what is kept of the opt-out now. */
  guided: { in: { platform: string; action: Action }; out: { done?: Mark } };
  overview: { in: object; out: Everything };
  about: { in: { platform: string }; out: Details };
  /** Says that the user uses a platform, or does not. */
  pick: { in: { platform: string; picked: boolean }; out: object };
  /** Keeps how far the sweep has come; one without steps is over. */
  sweep: { in: { sweep: Sweep }; out: object };
  state: { in: object; out: State };
  /** Keeps settings; what is left out stays as it is. */
  settings: { in: { settings: Partial<Settings> }; out: object };
  /** What the options page shows besides. */
  options: { in: object; out: Options };
  preferences: { in: { preferences: Preferences }; out: object };
  /** Begins or ends to share choices through the browser's account. */
  share: { in: { on: boolean }; out: Sharing };
  choices: { in: object; out: ChoicesMade };
  exportChoices: { in: object; out: Saved };
  /** Tells how many records a file had, and how many of them were newer than those here. */
  importChoices: { in: { text: string }; out: { read: number; newer: number } };
  fetched: { in: object; out: { fetched: Fetched[] } };
  /** Forgets all but the rules. */
  reset: { in: object; out: object };
  /** Ends the hold on the link of an opt-out. */
  showNow: { in: { platform: string; optOut: string }; out: object };
  /** Everything about the sources of rules; a source is named by its set, the built-in one by nothing. */
  sources: { in: object; out: { sources: SourceState[]; userSources: boolean; updates: boolean } };
  update: { in: { source: string }; out: LastRun };
  /** Ends the hold on all links to a domain. */
  showDomain: { in: { source: string; domain: string }; out: object };
  findSource: { in: { address: string }; out: Found };
  addSource: { in: { address: string }; out: LastRun };
  allowSource: { in: { source: string; links: boolean; hints: boolean }; out: object };
  removeSource: { in: { source: string }; out: object };
  /** Tells what importing a file would come to; with `keep` it is imported. */
  importRules: { in: { text: string; keep: boolean }; out: Imported };
  exportRules: { in: { source: string }; out: Saved };
  exportProof: { in: { source: string }; out: Saved };
};

/** A platform as it is listed: how the user stands with it, and what its rule says in short. */
export type Listed = Known &
  Pick<Platform, 'name' | 'category'> & {
    /** What each opt-out takes, by its id. */
    ways: Record<string, Pick<OptOut, 'effort' | 'covers' | 'insteadOf'>>;
  };

/** Every platform of the rules, the ids of those that the user uses, and the sweep that was begun. */
export type Everything = { platforms: Listed[]; picked: string[]; sweep: Sweep };

/** A walk through open opt-outs, and the step where it stands. */
export type Sweep = { steps: { platform: string; optOut: string }[]; at: number };

/** What the options page shows of a source. */
export type SourceState = SourceView & {
  /** Empty for the built-in source; otherwise the set's name. */
  id: string;
  urls: string[];
  /** Anybody can sign for it: rules of a development build. */
  development: boolean;
  /** How many platforms it has in force. */
  platforms: number;
  /** What the last releases changed, newest first. */
  changes: (RulesChange & { version: string; day: string })[];
  /** What a source that was added may do: its links can be opened, its notices stand in pages. */
  links: boolean;
  hints: boolean;
  /** Added by an organisation; it cannot be removed. */
  managed: boolean;
  /** When it is asked for news next, in Unix seconds; 0 for never. */
  next: number;
};

/** A source that was found at an address. */
export type Found = Inspected & {
  host: string;
  /** It is the built-in source, or one that was added before: only its address is new. */
  known: boolean;
};

/** What an import comes to, or would: the source after it, and how the run ended. */
export type Imported = SourceView & { status: LastRun['status']; reason: string };

/** A file for the user to save. */
export type Saved = { name: string; text: string };

/** What the popup and the evidence view show. */
export type Shown = Details & {
  /** The banner was shown since the browser started. */
  shown: boolean;
  /** What the user chose about the platform, and about all. */
  chosen: { here?: Choices; everywhere?: Choices };
};

/** A platform that waits for the user's permission. */
export type Waiting = {
  id: string;
  name: string;
  /** The match patterns to ask for. */
  origins: string[];
  /** The permission was there, and the user took it back. */
  taken: boolean;
};

/** What the options page shows. */
export type State = {
  settings: Settings;
  guess: string;
  trouble?: Trouble;
};

/** How large the banner's text is. */
export type TextSize = 'normal' | 'large' | 'larger';

/** What the user set that decides nothing. Without a language it is the browser's. */
export type Preferences = { textSize?: TextSize; language?: string };

/** How banners look, and an organisation's own sentence in them. */
export type BannerLook = { textSize?: TextSize; sentence?: string };

/** Whether choices are shared through the browser's account. */
export type Sharing = {
  on: boolean;
  /** They are to be removed there, and that did not succeed yet. */
  left?: boolean;
  /** It was ended on another device. */
  elsewhere?: boolean;
  /** When all was shared last, in Unix seconds, and for how many platforms. */
  at?: number;
  shared?: number;
  /** Why that did not succeed since. */
  failure?: string;
};

/** What an organisation has set, as far as it concerns users. Of what could not be used the key is told and what must be there; nothing for a key that is not known. */
export type ManagedState = {
  region?: string;
  toolbarOnly?: boolean;
  sentence?: string;
  /** The names of platforms. */
  muted: string[];
  alwaysShown: string[];
  problems: { key: string; must: string }[];
};

/** What the options page shows besides settings and rules. */
export type Options = {
  preferences: Preferences;
  /** The languages that there are, as BCP 47. */
  languages: string[];
  sharing: Sharing;
  managed: ManagedState;
};

/** What the user chose so far, and what there is to choose. */
export type ChoicesMade = {
  made: Chosen[];
  /** The platforms that can have several accounts. */
  platforms: { id: string; name: string }[];
  /** The platforms where it matters which plan an account has. */
  plans: { id: string; name: string; plans: string[] }[];
};

/** What the user chose about one platform, or about all, whose id is an asterisk. */
export type Chosen = { id: string; name: string; record: Choices; optOuts: { id: string; covers: string[] }[] };

/** Something that the extension has fetched. */
export type Fetched = {
  /** When, in Unix seconds. */
  at: number;
  address: string;
  bytes: number;
  result: 'read' | 'missing' | 'too-big' | 'failed';
  reason?: string;
};

/** A failure as the background reports it. */
export type Failure = { failure: string };

/** What takes as long as the network or a file takes. */
export const long: string[] = ['update', 'findSource', 'addSource', 'importRules', 'importChoices'] satisfies (keyof Messages)[];
/** How many milliseconds anything else is waited for until it is asked again. */
const patience = 5000;

/** Sends a message to the background. Resolves to undefined when the background ended, or answers for so long that it must have. */
export function send(message: { type: string }): Promise<unknown> {
  const answer: Promise<unknown> = chrome.runtime.sendMessage(message).catch(() => undefined);
  return long.includes(message.type) ? answer : Promise.race([answer, pause(patience)]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}

/** Asks the background; `message` is read anew each time it is asked. Rejects when it answers with a failure or is gone. */
export async function ask<Type extends keyof Messages>(type: Type, message: Messages[Type]['in']): Promise<Messages[Type]['out']> {
  let answer: unknown;
  // The background may be stopped with the question in its hands, or just now. Every message can be asked again.
  for (const wait of [0, 0, 50, 250]) {
    if (wait) await pause(wait);
    answer = await send({ ...message, type });
    if (answer) break;
  }
  if (typeof answer !== 'object' || answer === null) throw new Error('no answer');
  if ('failure' in answer) throw new Error(String(answer.failure));
  return answer as Messages[Type]['out'];
}
