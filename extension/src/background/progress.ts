import { progressKey } from '../core/messages.ts';

/** Shows how far the run of a source has come: so many files of those that are known to be needed. */
export async function showProgress(source: string, done: number, all: number): Promise<void> {
  await chrome.storage.session.set({ [progressKey + source]: { done, all } });
}

/** Takes the progress of a run away. */
export async function endProgress(source: string): Promise<void> {
  await chrome.storage.session.remove(progressKey + source);
}
