import { type Progress, progressKey, updateLock } from '../core/messages.ts';

/** Watches the updates, those that were started elsewhere too: `step` is told how far one has come, `ended` that none runs any more. */
export function watchUpdates(step: (source: string, progress: Progress) => void, ended: () => void): void {
  let waiting = false;
  const see = async (items: Record<string, unknown>) => {
    const running = Object.entries(items).filter(([key, progress]) => key.startsWith(progressKey) && progress);
    for (const [key, progress] of running) step(key.slice(progressKey.length), progress as Progress);
    if (running.length === 0 || waiting) return;
    waiting = true;
    // The lock is free when the run is over, also if the worker was stopped in the middle of it.
    await navigator.locks.request(updateLock, { mode: 'shared' }, () => undefined);
    waiting = false;
    ended();
  };
  chrome.storage.session.onChanged.addListener(changed => see(Object.fromEntries(Object.entries(changed).map(([key, { newValue }]) => [key, newValue]))));
  chrome.storage.session.get().then(see);
}
