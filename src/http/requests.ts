// What every request has: an id that ties its answer to the log, and the headers of all answers.
import { randomBytes } from 'node:crypto';
import { Elysia } from 'elysia';
import type { Log } from '../platform/log';
import type { IsSecure } from './address';
import type { Listener } from './body/slow-body';
import { createTurns } from './body/turns';
import { pathOf } from './paths';

/** Of every answer; a page that needs more says so itself. */
export const STRICT = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

// RFC 6797; a year, as usual, and nothing about other hosts of the operator.
const STAY_ON_HTTPS = 'max-age=31536000';

interface Parts {
  log: Log;
  isVerbose: boolean;
  isSecure: IsSecure;
  /**
   * A hook of the framework that names its `server` would make the framework define it in each
   * request. This is in the context, for hooks of many routes.
   */
  serverNow(): Listener | null;
  /** There is room for few connections. */
  isCrowded(): boolean;
}

export const createRequests = ({ log, isVerbose, isSecure, serverNow, isCrowded }: Parts) => {
  // A prefix of this start and a counter: unique, and cheaper than a random id each.
  const start = randomBytes(6).toString('hex');
  let count = 0;
  const requests = new Elysia({ name: 'requests' }).decorate({
    serverNow,
    takeTurn: createTurns(),
  });
  return requests.onRequest(({ request, set }) => {
    count += 1;
    const id = `${start}-${count.toString(36)}`;
    set.headers['x-request-id'] = id;
    Object.assign(set.headers, STRICT);
    // RFC 9112, 9.6; whoever turns out to be a member keeps the connection (guard.ts).
    if (isCrowded()) set.headers.connection = 'close';
    if (isSecure(request, serverNow())) set.headers['strict-transport-security'] = STAY_ON_HTTPS;
    // Only the path of the address: the query may hold a token, a name or a text.
    if (isVerbose) {
      log.debug('request', { request_id: id, method: request.method, path: pathOf(request) });
    }
  });
};
