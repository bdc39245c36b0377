import type { Policy } from '../core/protocol.ts';

/** What an organisation has set for its devices (protocol, section 14). */
export type Managed = {
  /** Sources that every user has. */
  sources?: { url: string; root: string; abilities?: string[] }[];
  /** A base URL to use instead of the source's own. */
  mirror?: string;
  /** False: users cannot add sources. */
  userSources?: boolean;
  pin?: { source: string; epoch: number; index: number; sha256: string };
  minimum?: { source: string; epoch: number; index: number };
  delayHours?: number;
  /** False: nothing is fetched; rules come by import only. */
  updates?: boolean;
  holdHours?: number;
};

/** Reads what an organisation has set; nothing on most devices. */
export async function readManaged(): Promise<Managed> {
  // Firefox rejects where there is no policy.
  return chrome.storage.managed.get().catch(() => ({})) as Promise<Managed>;
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
