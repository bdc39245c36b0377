// A session begins with the browser, with an install, and when the user turns the extension on again: of that, no event tells.
const begunKey = 'begun';
/** How long, in ms, the events of the first two may take. */
const patience = 1000;

/** Keeps that a session has begun, until the browser ends or the extension is turned off. */
export async function begin(): Promise<void> {
  await chrome.storage.session.set({ [begunKey]: true });
}

/** Tells whether the extension was turned on again. */
export async function isBack(): Promise<boolean> {
  if (await hasBegun()) return false;
  await new Promise(resolve => setTimeout(resolve, patience));
  return !(await hasBegun());
}

async function hasBegun(): Promise<boolean> {
  return (await chrome.storage.session.get(begunKey))[begunKey] === true;
}
