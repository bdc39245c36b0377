import { changedKey, choicesKey, type Fetched, languageKey, type Preferences, type Sharing } from '../core/messages.ts';
import type { Choices } from '../core/protocol.ts';
import type { Language } from '../core/text.ts';
import { change, get } from './store.ts';

// What is in storage.local besides rules: what the user chose, as a whole, and what decides nothing.
const [preferencesKey, sharingKey, fetchedKey] = ['preferences', 'sharing', 'fetched'];
/** The keys of rules, and of what is made from them. */
const ofRules = /^(rules|rule:.*|sources|addresses|trust:.*|texts:.*|table|notice:.*)$/;

/** Reads all records of choices, by platform. */
export async function readAllChoices(): Promise<Record<string, Choices>> {
  const keys = (await chrome.storage.local.getKeys()).filter(key => key.startsWith(choicesKey));
  const stored = await chrome.storage.local.get(keys);
  return Object.fromEntries(Object.entries(stored).map(([key, record]) => [key.slice(choicesKey.length), record as Choices]));
}

/** Keeps records of choices, in one write. */
export function writeAllChoices(records: Record<string, Choices>): Promise<void> {
  return change(Object.fromEntries(Object.entries(records).map(([id, record]) => [choicesKey + id, record])));
}

/** Reads what the user set that decides nothing. */
export async function readPreferences(): Promise<Preferences> {
  return (await get<Preferences>(preferencesKey)) ?? {};
}

/** Keeps it. */
export function writePreferences(preferences: Preferences): Promise<void> {
  return change({ [preferencesKey]: preferences });
}

/** Keeps the language that the user chose, with its texts; undefined for the browser's. */
export function writeLanguage(language: Language | undefined): Promise<void> {
  return language ? chrome.storage.local.set({ [languageKey]: language }) : chrome.storage.local.remove(languageKey);
}

/** Reads whether choices are shared. */
export async function readSharing(): Promise<Sharing> {
  return (await get<Sharing>(sharingKey)) ?? { on: false };
}

/** Keeps whether choices are shared. */
export function writeSharing(sharing: Sharing): Promise<void> {
  return chrome.storage.local.set({ [sharingKey]: sharing });
}

/** Reads what was fetched, newest first. */
export async function readFetched(): Promise<Fetched[]> {
  return (await get<Fetched[]>(fetchedKey, 'list')) ?? [];
}

/** Keeps what was fetched. */
export function writeFetched(fetched: Fetched[]): Promise<void> {
  return chrome.storage.local.set({ [fetchedKey]: fetched });
}

/** Forgets all but the rules, and whether choices are still to be removed elsewhere. */
export async function forgetAllButRules(): Promise<void> {
  await change({}); // first: no moment without it in which choices are gone and the table has them
  const keys = (await chrome.storage.local.getKeys()).filter(key => !ofRules.test(key) && key !== sharingKey && key !== changedKey);
  await chrome.storage.local.remove(keys);
}
