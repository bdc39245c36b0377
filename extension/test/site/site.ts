import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { bundle } from './editors.ts';

const here = import.meta.dirname;
const pages = join(here, '../pages');
const platforms = join(here, '../../../rules/platforms');

/**
 * A composer on a platform's page: where it is, what has to be clicked first, what is written there, and the banner's sentence
 * in Germany, if one belongs there. One without a kind is a decoy.
 */
export type Surface = { at: string; open?: string[]; composer: string; kind?: string; banner: string | null };

/** The surfaces of a composer page, as the page itself lists them. */
export type ComposerPage = { platform: string; file: string; surfaces: Surface[] };

/** Lists the composer pages of all platforms. */
export function composerPages(): ComposerPage[] {
  const withPage = readdirSync(platforms).filter(id => existsSync(join(platforms, id, 'composer.html')));
  return withPage.map(platform => {
    const file = join(platforms, platform, 'composer.html');
    const listed = /<script type="application\/json" id="surfaces">([^<]*)</.exec(readFileSync(file, 'utf8'))?.[1];
    return { platform, file, surfaces: JSON.parse(listed ?? '[]') };
  });
}

/** Headers of pages that need more than HTML. */
const headers: Record<string, Record<string, string>> = {
  'strict-csp.html': {
    'content-security-policy': "default-src 'none'; style-src 'none'; script-src 'nonce-page'; require-trusted-types-for 'script'; trusted-types 'none'",
  },
};

/** A site that stands for all others: every host name leads here in the tests. */
export type Site = {
  port: number;
  requests: string[];
  /** What answers for a host instead of the site itself. */
  answers: Map<string, RequestListener>;
  close(): void;
};

/** Serves the platforms' composer pages on their own host names, and `/page/NAME.html` on every host. */
export async function startSite(): Promise<Site> {
  const requests: string[] = [];
  const answers = new Map<string, RequestListener>();
  const files = new Map(composerPages().flatMap(({ file, surfaces }) => surfaces.map(({ at }) => [new URL(at).host, file])));
  // The key protects nothing: browsers are told to accept every certificate in the tests.
  const tls = { key: readFileSync(join(here, 'key.pem')), cert: readFileSync(join(here, 'cert.pem')) };
  const server = createServer(tls, async (request, response) => {
    const { pathname, host } = new URL(request.url ?? '/', `https://${request.headers.host}`);
    requests.push(host + pathname);
    const other = answers.get(host);
    if (other) return other(request, response);
    try {
      const editor = /^\/editors\/(\w+)\.js$/.exec(pathname)?.[1];
      const page = /^\/page\/([\w-]+\.html)$/.exec(pathname)?.[1];
      if (editor) return response.writeHead(200, { 'content-type': 'text/javascript' }).end(await bundle(editor));
      if (pathname === '/look.css') return response.writeHead(200, { 'content-type': 'text/css' }).end(readFileSync(join(pages, 'look.css')));
      const file = page ? join(pages, page) : files.get(host);
      if (!file || pathname === '/favicon.ico') return response.writeHead(404).end('no such page');
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers[page ?? ''] }).end(readFileSync(file));
    } catch (error) {
      return response.writeHead(500).end(String(error));
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, requests, answers, close };
}
