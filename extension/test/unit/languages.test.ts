import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

const folder = join(import.meta.dirname, '../../_locales');

const keysOf = (locale: string) => Object.keys(JSON.parse(readFileSync(join(folder, locale, 'messages.json'), 'utf8')));
const counted = keysOf('en')
  .filter(key => key.endsWith('_one'))
  .map(key => key.slice(0, -'one'.length));

describe('every language counts as Intl does', () => {
  for (const locale of readdirSync(folder)) {
    test(locale, () => {
      const keys = keysOf(locale);
      const forms = new Intl.PluralRules(locale.replace('_', '-')).resolvedOptions().pluralCategories.toSorted();
      for (const stem of counted) {
        const own = keys.filter(key => key.startsWith(stem)).map(key => key.slice(stem.length));
        assert.deepEqual(own.toSorted(), forms, stem);
      }
    });
  }
});
