// Cross-origin requests (the Fetch standard): only for the configured origins, and without
// credentials.
import { Elysia } from 'elysia';

const METHODS = 'GET, HEAD, POST, PUT, DELETE';
const CONDITIONS = 'if-match, if-none-match, if-modified-since, if-unmodified-since, if-range';
const HEADERS = `authorization, content-type, range, ${CONDITIONS}`;
const EXPOSED = 'x-request-id, retry-after, etag, content-range, content-disposition';

export const createCors = (origins: string[]) => {
  const isAllowed = (origin: string) => origins.includes('*') || origins.includes(origin);
  const cors = new Elysia({ name: 'cors' });
  // Without origins there is nothing to check for each request.
  if (origins.length === 0) return cors;
  return cors.onRequest(({ request, set }) => {
    // Even if no origin is named or allowed: a cache must not give that answer to one that is.
    set.headers.vary = 'Origin';
    const origin = request.headers.get('origin');
    if (origin === null || !isAllowed(origin)) return;
    set.headers['access-control-allow-origin'] = origins.includes('*') ? '*' : origin;
    set.headers['access-control-expose-headers'] = EXPOSED;
    const isPreflight =
      request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
    if (!isPreflight) return;
    set.headers['access-control-allow-methods'] = METHODS;
    set.headers['access-control-allow-headers'] = HEADERS;
    set.headers['access-control-max-age'] = '86400';
    set.status = 204;
    return new Response(null, { status: 204, headers: set.headers as Record<string, string> });
  });
};
