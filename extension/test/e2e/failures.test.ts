import assert from 'node:assert/strict';
import type { RequestListener, ServerResponse } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Saved } from '../../src/core/messages.ts';
import { type Browser, names, tell, until } from './browser.ts';
import { host, install, link, moved, old, openFeed, own, run, serving } from './rules.ts';

for (const name of names) {
  describe(`${name}, when something goes wrong`, () => {
    const served = serving();
    let browser: Browser;
    before(async () => {
      browser = await install(name, served.site, { idle: 30_000 }); // as it is for users: a server may say nothing for almost as long
      await served.source.serve('news');
    });
    after(() => browser.close());

    /** Answers each path that matches in another way, and the rest as the server does. */
    const instead =
      (path: RegExp, answer: RequestListener): RequestListener =>
      (request, response) =>
        (path.test(request.url ?? '') ? answer : served.source.answer)(request, response);
    const send =
      (status: number, body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
      (_, response) => {
        response.writeHead(status, { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after', ...headers }).end(body);
      };

    test('nothing that a server does wrong takes the rules away', async () => {
      const endless: RequestListener = (_, response: ServerResponse) => {
        response.writeHead(200, { 'access-control-allow-origin': '*' });
        const more = () => {
          while (!response.destroyed && response.write('A'.repeat(65_536)));
        };
        response.on('drain', more);
        more();
      };
      const silent: RequestListener = (_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).write('beforehand');
      const faults: [string, RequestListener, RegExp][] = [
        ['down', (_, response) => response.destroy(), /^fetch$/],
        ['busy', instead(/./, send(503, 'busy', { 'retry-after': '7200' })), /^fetch$/],
        ['no such source', instead(/./, send(404, 'nothing here')), /^fetch$/],
        ['a captive portal', instead(/./, send(200, '<!doctype html><title>Log in</title>', { 'content-type': 'text/html' })), /^bad-/],
        ['a redirect', instead(/checkpoint/, send(302, '', { location: `https://${host}/elsewhere` })), /^fetch$/],
        ['a changed checkpoint', instead(/checkpoint/, send(200, 'beforehand.example/development/log1\n2\nAAAA\n\n— x y\n')), /^bad-/],
        ['an endless checkpoint', instead(/checkpoint/, endless), /^too-big$/],
        ['no entry', instead(/entry\/1$/, send(404, '')), /^fetch$/],
        ['an endless data file', instead(/blob/, endless), /^too-big$/],
        ['another data file, for a year', instead(/blob/, send(200, '{}', { 'cache-control': 'public, max-age=31536000, immutable' })), /^bad-blob$/],
        ['a server that says nothing more', instead(/checkpoint/, silent), /^fetch$/],
      ];
      for (const [fault, answer, code] of faults) {
        served.site.answers.set(host, answer);
        const result = await run(browser);
        assert.equal(result.status, 'kept', fault);
        assert.match(result.code ?? '', code, `${fault}: ${result.reason}`);
        const { version, platforms, next } = await own(browser);
        assert.deepEqual([version, platforms], ['1.0', 86], fault);
        if (fault === 'busy') assert.ok(next - Date.now() / 1000 > 0.7 * 7200, 'Retry-After is obeyed');
        served.site.answers.set(host, served.source.answer);
      }
      const page = await openFeed(browser);
      assert.equal(await link(page), old);
      await page.close();
      assert.equal((await run(browser)).status, 'updated');
    });

    test('a log with two histories is refused for good, and the proof can be saved', async () => {
      await served.source.serve('fork');
      const result = await run(browser);
      assert.equal(result.status, 'fork', result.reason);
      const { state, version } = await own(browser);
      assert.deepEqual([state, version], ['stopped', '1.1']);
      const { text } = await tell<Saved>(browser, { type: 'exportProof', source: '' });
      assert.equal(text.match(/^beforehand\.example\/development\/log1$/gm)?.length, 2);
      await served.source.serve('far'); // the honest history goes on, but this client has to be told by people
      assert.equal((await run(browser)).status, 'fork');
      const options = await browser.extensionPage('options/options.html');
      await until('the notice', () => options.evaluate<boolean>(`document.body.innerText.includes('two different histories')`));
      await options.close();
      const page = await openFeed(browser);
      assert.equal(await link(page), moved);
      await page.close();
    });
  });
}
