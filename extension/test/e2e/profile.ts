import { cpSync, rmSync } from 'node:fs';
import { newProfile } from './browser.ts';
import { openFirefox, started } from './firefox.ts';

// Lets Firefox start once, for the profile that all its other starts begin with.
rmSync(started, { recursive: true, force: true });
const profile = newProfile();
const firefox = await openFirefox(0, profile);
await firefox.close();
cpSync(profile, started, { recursive: true });
