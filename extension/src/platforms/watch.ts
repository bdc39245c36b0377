/** Calls `refresh` when what is stored has changed: once at a time, and once more if there was another change meanwhile. */
export function watch(refresh: () => Promise<void>): void {
  let [running, again] = [false, false];
  const run = async () => {
    again = true;
    if (running) return;
    running = true;
    while (again) {
      again = false;
      await refresh().catch(error => console.error('refresh', error));
    }
    running = false;
  };
  chrome.storage.local.onChanged.addListener(run);
}
