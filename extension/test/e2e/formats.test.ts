// What every release has stored is understood by this one. Each file of test/formats is what a user of that version had in
// storage.local; when a version is released, its file is added and stays.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChoicesMade, Everything, Options } from '../../src/core/messages.ts';
import { banner, click, copyOfExtension, launch, newProfile, stayQuiet, tell, until } from './browser.ts';
import { inEachBrowser } from './suite.ts';

const folder = join(import.meta.dirname, '../formats');

inEachBrowser(suite => {
  for (const name of readdirSync(folder)) {
    test(`an install over version ${name.replace('.json', '')} keeps what the user chose`, async () => {
      const stored = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      const [profile, extension] = [newProfile(), copyOfExtension()];
      const first = await launch(suite.name, suite.site.port, { profile, extension });
      await first.inExtension(`chrome.storage.local.clear().then(() => chrome.storage.local.set(${JSON.stringify(stored)})).then(() => true)`);
      await first.close();
      const manifest = join(extension, 'manifest.json');
      writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"version": "[\d.]+"/, '"version": "99.0"'));
      const second = await launch(suite.name, suite.site.port, { profile, extension });
      const { made } = await tell<ChoicesMade>(second, { type: 'choices' });
      const kept = Object.fromEntries(made.map(({ id, record }) => [id, record]));
      for (const [key, value] of Object.entries(stored)) if (key.startsWith('choices:')) assert.deepEqual(kept[key.slice('choices:'.length)], value, key);
      const { preferences } = await tell<Options>(second, { type: 'options' });
      assert.deepEqual(preferences, stored.preferences);
      const { picked, sweep } = await tell<Everything>(second, { type: 'overview' });
      assert.deepEqual([picked, sweep], [stored.picked, stored.sweep]);
      await until('that no table is behind', () => second.inExtension<boolean>(`chrome.storage.local.get('changed').then(({ changed }) => !changed)`));
      const quiet = await second.open('https://www.linkedin.com/feed/'); // done
      await click(quiet, '[data-expect=comment]');
      await stayQuiet(second, quiet);
      const page = await second.open('https://github.com/a/b/issues/1'); // nothing was chosen; the user's language
      await click(page, '[data-expect=comment]');
      assert.match(await banner(page), /GitHub/);
      assert.equal(await page.inBanner(`return root.querySelector('section').lang`), stored.preferences.language);
      await second.close();
    });
  }
});
