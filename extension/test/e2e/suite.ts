import { after, before, describe } from 'node:test';
import { type Site, startSite } from '../site/site.ts';
import { type Browser, launch, type Name, names, type Page, reset } from './browser.ts';

/** A browser with the extension, and one page in it at a time. */
export type Suite = {
  name: Name;
  site: Site;
  browser: Browser;
  page: Page;
  /** Opens a page as the first one of a session: nothing was shown, nothing chosen. */
  open(url: string, region?: string): Promise<Page>;
  /** The same in the tab that is there already, for tests that leave nothing behind in it. */
  visit(url: string): Promise<Page>;
};

/**
 * Defines the same tests for each browser. What they are given is filled in before the first one runs. With `tired` the worker is
 * stopped before each click; `only` is for what is the same in both.
 */
export function inEachBrowser(define: (suite: Suite) => void, { tired = false, only }: { tired?: boolean; only?: Name } = {}): void {
  for (const name of names.filter(name => !only || only === name)) {
    describe(name, () => {
      const suite = { name } as Suite;
      before(async () => {
        suite.site = await startSite();
        const browser = await launch(name, suite.site.port);
        suite.browser = tired ? stopping(browser) : browser;
      });
      after(async () => {
        await suite.browser.close();
        suite.site.close();
      });
      suite.open = async (url, region = 'DE') => {
        await suite.page?.close();
        await reset(suite.browser, region);
        suite.page = await suite.browser.open(url);
        return suite.page;
      };
      suite.visit = async url => {
        await reset(suite.browser);
        if (suite.page) await suite.page.goto(url);
        else suite.page = await suite.browser.open(url);
        return suite.page;
      };
      define(suite);
    });
  }
}

/** The same browser, whose worker is stopped before each click. */
function stopping(browser: Browser): Browser {
  const tire = (page: Page): Page => ({
    ...page,
    popup: page.popup && (async () => tire(await (page.popup as () => Promise<Page>)())),
    beforeClick: browser.stopWorker,
  });
  return { ...browser, open: async url => tire(await browser.open(url)), extensionPage: async path => tire(await browser.extensionPage(path)) };
}
