import type { Action, Answer, Details, Settings } from './protocol.ts';

/** The notice table's record of a host is stored under this prefix and the host. */
export const noticeKey = 'notice:';
/** The ids of the platforms whose banner was shown since the browser started. */
export const shownKey = 'shown';
/** What failed last is stored under this key. */
export const troubleKey = 'trouble';

/** What failed last. Without the engine nothing is said in pages; whatever else fails, the previous rules stay in force. */
export type Trouble = { noEngine: boolean; reason: string };

/** What content scripts and extension pages ask of the background, and what it answers. */
export type Messages = {
  decide: { in: object; out: Answer };
  details: { in: { url?: string }; out: Shown };
  choose: { in: { platform: string; action: Action }; out: object };
  mark: { in: object; out: object };
  state: { in: object; out: State };
  settings: { in: { settings: Settings }; out: object };
};

/** What the popup and the evidence view show. */
export type Shown = Details & {
  /** The banner was shown since the browser started. */
  shown: boolean;
};

/** What the options page shows. */
export type State = {
  settings: Settings;
  guess: string;
  version: string;
  platforms: number;
  trouble?: Trouble;
};

/** A failure as the background reports it. */
export type Failure = { failure: string };

/** Asks the background. Rejects when it answers with a failure or is gone. */
export async function ask<Type extends keyof Messages>(type: Type, message: Messages[Type]['in']): Promise<Messages[Type]['out']> {
  const send = (): Promise<unknown> => chrome.runtime.sendMessage({ ...message, type });
  // The worker may be stopped with the question in its hands. Every message can be asked twice.
  const answer = (await send().catch(() => undefined)) ?? (await send());
  if (typeof answer !== 'object' || answer === null) throw new Error('no answer');
  if ('failure' in answer) throw new Error(String(answer.failure));
  return answer as Messages[Type]['out'];
}
