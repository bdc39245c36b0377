import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../src/background/permissions.ts';

const pattern = 'https://*.linkedin.com/*';

for (const [what, granted, want] of [
  ['nothing', [], []],
  ['the pattern itself', [pattern], [pattern]],
  ['another platform', ['https://*.reddit.com/*', 'https://*.notlinkedin.com/*', 'https://linkedin.com.example/*'], []],
  ['all sites', ['<all_urls>'], [pattern]],
  ['all secure sites', ['https://*/*'], [pattern]],
  ['any scheme', ['*://*.linkedin.com/*'], [pattern]],
  ['a domain above', ['https://*.com/*'], [pattern]],
  ['one host, picked in the browser', ['*://www.linkedin.com/*'], ['https://www.linkedin.com/*']],
  ['two hosts', ['https://www.linkedin.com/*', 'https://linkedin.com/*'], ['https://www.linkedin.com/*', 'https://linkedin.com/*']],
  ['one host and all', ['https://www.linkedin.com/*', 'https://*/*'], [pattern]],
  ['what is not secure, and pages of the browser', ['http://*.linkedin.com/*', 'chrome://favicon/*', 'file:///*'], []],
] as const) {
  test(`${what} granted`, () => assert.deepEqual(partsOf(pattern, [...granted]), want));
}
