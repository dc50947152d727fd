// What every request has: an id that ties its answer to the log, and the headers of all answers.
import { randomBytes } from 'node:crypto';
import { Elysia } from 'elysia';
import type { Log } from '../platform/log';

export const createRequests = (log: Log, isVerbose: boolean) => {
  // A prefix of this start and a counter: unique, and cheaper than a random id each.
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return new Elysia({ name: 'requests' }).onRequest(({ request, set }) => {
    count += 1;
    const id = `${start}-${count.toString(36)}`;
    set.headers['x-request-id'] = id;
    set.headers['cache-control'] = 'no-store';
    set.headers['x-content-type-options'] = 'nosniff';
    if (isVerbose)
      log.debug('request', { request_id: id, method: request.method, url: request.url });
  });
};
