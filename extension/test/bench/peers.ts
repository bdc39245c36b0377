// Extensions of others that put a script into every page, as folders to install.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { temporary } from '../site/temporary.ts';

const require = createRequire(import.meta.url);

/** autoconsent as its package has it: an extension for Manifest V3 with its own rules. */
export function autoconsent(): string {
  const folder = temporary();
  cpSync(join(dirname(require.resolve('@duckduckgo/autoconsent')), 'addon-mv3'), folder, { recursive: true });
  return folder;
}

/**
 * Ghostery's adblocker as its packages are put together: their monitor of the page in a content script, their engine in the
 * background, which answers with styles. It has 20,000 made-up rules, of which none is for the pages of the bench.
 */
export async function ghostery(): Promise<string> {
  const folder = temporary();
  mkdirSync(folder, { recursive: true });
  const scripts = {
    'content.js': `
      import { DOMMonitor } from '@ghostery/adblocker-content';
      const ask = features => chrome.runtime.sendMessage({ action: 'getCosmeticsFilters', ...features }).then(({ styles }) => {
        if (!styles) return;
        const element = document.createElement('style');
        element.textContent = styles;
        document.documentElement.append(element);
      }, () => undefined);
      ask({ lifecycle: 'start', ids: [], classes: [], hrefs: [] });
      const monitor = new DOMMonitor(update => {
        if (update.type === 'features') ask({ lifecycle: 'dom-update', ...update });
      });
      addEventListener('DOMContentLoaded', () => {
        monitor.queryAll(window);
        monitor.start(window);
      }, { once: true, passive: true });`,
    'background.js': `
      import { FiltersEngine } from '@ghostery/adblocker';
      const rules = Array.from({ length: 20_000 }, (_, i) => i % 2 ? '##.ad-' + i : 'site' + i + '.example##.promoted');
      const engine = FiltersEngine.parse(rules.join('\\n'));
      chrome.runtime.onMessage.addListener(({ lifecycle, ids, classes, hrefs }, { url }, answer) => {
        const start = lifecycle === 'start';
        const { hostname } = new URL(url);
        const { styles } = engine.getCosmeticsFilters({ url, hostname, domain: hostname, ids, classes, hrefs, getBaseRules: start, getInjectionRules: start, getExtendedRules: start, getRulesFromDOM: !start, getRulesFromHostname: start });
        answer({ styles });
      });`,
  };
  for (const [name, contents] of Object.entries(scripts)) {
    await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, minify: true, outfile: join(folder, name), logLevel: 'error' });
  }
  return extension(folder, { background: { service_worker: 'background.js' } });
}

/** A script that does nothing: what the browser takes for any. */
export function empty(): string {
  const folder = temporary();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'content.js'), ';');
  return extension(folder, {});
}

function extension(folder: string, more: Record<string, unknown>): string {
  const manifest = {
    manifest_version: 3,
    name: 'another',
    version: '1',
    content_scripts: [{ matches: ['*://*/*'], js: ['content.js'], run_at: 'document_start', all_frames: true, match_about_blank: true }],
    host_permissions: ['*://*/*'],
    ...more,
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return folder;
}
