import type { BannerLook, ManagedState } from '../core/messages.ts';
import type { Policy, Settings } from '../core/protocol.ts';
import { check, type Managed } from './managed.ts';

export type { Managed } from './managed.ts';

/** Reads what an organisation has set, as far as it can be used; nothing on most devices. */
export async function readManaged(): Promise<Managed> {
  return (await readPolicy()).managed;
}

/** Reads the same, with what is wrong with it. */
export async function readPolicy(): Promise<ReturnType<typeof check>> {
  // Firefox rejects where there is no policy.
  return check(await chrome.storage.managed.get().catch(() => ({})));
}

/** What of it concerns the updates of a source. */
export function policyFor({ name, managed }: { name: string; managed: Managed }): Policy {
  const { pin, minimum, delayHours, holdHours } = managed;
  return {
    pin: pin?.source === name ? { epoch: pin.epoch, index: pin.index, sha256: pin.sha256 } : undefined,
    minimum: minimum?.source === name ? { epoch: minimum.epoch, index: minimum.index } : undefined,
    delayHours,
    holdHours,
  };
}

/** The settings that hold: what an organisation has set goes before what the user did. */
export function settingsUnder({ region, toolbarOnly, muted, alwaysShown }: Managed, own: Settings): Settings {
  return { ...own, region: region ?? own.region, place: toolbarOnly ? 'toolbar' : own.place, muted, alwaysShown };
}

/** What of a wish is the user's to set. What an organisation has set is not kept as the user's own. */
export function settableUnder({ region, toolbarOnly }: Managed, wanted: Partial<Settings>): Partial<Settings> {
  const { muted: _, alwaysShown: __, ...own } = wanted;
  if (region) delete own.region;
  if (toolbarOnly) delete own.place;
  return own;
}

/** What the options page tells of it. `nameOf` names a platform. */
export async function managedState(nameOf: (id: string) => string): Promise<ManagedState> {
  const { managed, problems } = await readPolicy();
  const { region, toolbarOnly, sentence, muted = [], alwaysShown = [] } = managed;
  return { region, toolbarOnly, sentence, muted: muted.map(nameOf), alwaysShown: alwaysShown.map(nameOf), problems };
}

/** How banners look under it. */
export function lookUnder({ sentence }: Managed, own: BannerLook): BannerLook {
  return { ...own, sentence };
}
