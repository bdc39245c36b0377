// The rule source as a Cloudflare Worker: files come from R2, everything else
// is answered by the same Go handler as elsewhere.

import { file } from './files.mjs';
import { start } from './go.mjs';

export default {
  async fetch(request, env, ctx) {
    return (await file(request, env.RULES)) ?? think(request, env, ctx);
  },
  async scheduled(event, env, ctx) {
    const { runScheduler } = await start(env, ctx);
    await runScheduler(event);
  },
};

async function think(request, env, ctx) {
  const { handleRequest } = await start(env, ctx);
  if (request.method !== 'HEAD') return handleRequest(request);
  // The library would wait for the bytes that Content-Length announces.
  const whole = await handleRequest(new Request(request, { method: 'GET' }));
  await whole.arrayBuffer();
  return new Response(null, whole);
}
