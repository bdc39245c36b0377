// The files of the source, straight from R2. This is handler/files.go over
// again, because it is what nearly every request asks for, and starting Go for
// it would cost a hundred times as much.

const served = /^\/v1\/(checkpoint$|(?:root|entry|tile|blob|bundle)\/[\w.-]+(?:\/[\w.-]+)*$)/;

/** Answers a request for a file, or nothing if it is not one. */
export async function file(request, bucket) {
  const path = served.exec(new URL(request.url).pathname)?.[1];
  if (!path || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
  const headers = new Headers({ 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After', 'X-Content-Type-Options': 'nosniff' });
  const object = await bucket.get(path);
  if (!object) {
    headers.set('Cache-Control', 'max-age=60');
    headers.set('Content-Type', 'text/plain; charset=utf-8');
    return new Response('there is no such file\n', { status: 404, headers });
  }
  // What the Go side has stored has its hash with it; what was put there otherwise, such as root/1, has not.
  let body = object.body;
  let hash = object.checksums.sha256;
  if (!hash) {
    body = await object.arrayBuffer();
    hash = await crypto.subtle.digest('SHA-256', body);
  }
  const tag = `"${[...new Uint8Array(hash, 0, 16)].map(byte => byte.toString(16).padStart(2, '0')).join('')}"`;
  headers.set('ETag', tag);
  headers.set('Cache-Control', path === 'checkpoint' ? 'public, max-age=300, stale-if-error=86400' : 'public, max-age=31536000, immutable');
  if (matches(request.headers.get('If-None-Match'), tag)) return new Response(null, { status: 304, headers });
  headers.set('Content-Type', contentType(path));
  headers.set('Content-Length', String(object.size));
  return new Response(request.method === 'HEAD' ? null : body, { headers });
}

function contentType(path) {
  if (path.startsWith('tile/')) return 'application/octet-stream';
  return /^(blob|bundle)\//.test(path) ? 'application/json' : 'text/plain; charset=utf-8';
}

/** Whether an If-None-Match header names the tag (RFC 9110, 13.1.2). */
function matches(header, tag) {
  const names = (header ?? '').split(',').map(name => name.trim().replace(/^W\//, ''));
  return names.includes(tag) || names.includes('*');
}
