// Authentication: token → session → `me`, before the body is read.
import { Elysia } from 'elysia';
import { Refusal } from '../protocol/errors';
import { answer_whole_units_max } from '../protocol/limits';
import { bearerOf } from './bearer';
import type { ConcurrencyLimit } from './concurrency-limit/concurrency-limit';
import type { SlotKind } from './concurrency-limit/slots';
import type { GarbageCollection } from './large-answers/garbage-collection';
import { largeAnswer } from './large-answers/large-answer';
import { streamed, streamedSlices } from './large-answers/stream';
import type { Me, Tokens } from './tokens';

/** @throws tokenInvalid */
const tokenOf = (request: Request): string => {
  const token = bearerOf(request);
  if (token === undefined) throw new Refusal('tokenInvalid');
  return token;
};

const JSON_TYPE = 'application/json;charset=utf-8';

/** What a route gave is an object, or a Response that it made itself. */
const isPlain = (answer: unknown): answer is object =>
  typeof answer === 'object' && answer !== null && !(answer instanceof Response);

/**
 * For routes behind a token. What a route reads of its body it reads after this (body/json.ts): a
 * stranger is refused and whoever is too many waits before that. A token that is known is not waited
 * for: the check is a map lookup then.
 */
export const createGuard = (
  tokens: Tokens,
  seen: (me: Me) => void,
  concurrency: ConcurrencyLimit,
  collect: GarbageCollection,
) => {
  const identify = (request: Request) => tokens.examine(tokenOf(request));
  const guardFor = (kind: SlotKind) =>
    new Elysia({ name: `guard for ${kind}` })
      .decorate({ mustBeLive: tokens.mustBeLive })
      .derive({ as: 'scoped' }, async ({ request, set }) => {
        const found = identify(request);
        let me = found instanceof Promise ? await found : found;
        const entered = concurrency.acquire(me.id, kind, request);
        if (entered !== undefined) {
          await entered;
          // Its session may have ended in line.
          me = await identify(request);
        }
        seen(me);
        if (set.headers.connection !== undefined) delete set.headers.connection;
        return { me };
      })
      .mapResponse({ as: 'scoped' }, ({ request, set, response }) => {
        if (!isPlain(response)) return concurrency.release(request) as undefined;
        set.headers['content-type'] = JSON_TYPE;
        const large = kind === 'page' ? largeAnswer(response) : undefined;
        if (large !== undefined) {
          return new Response(streamedSlices(large.slices(), collect, concurrency.hold(request)));
        }
        const text = JSON.stringify(response);
        if (text.length > answer_whole_units_max) {
          collect(text.length);
          return new Response(streamed(text, concurrency.hold(request)));
        }
        concurrency.release(request);
        // As a text it is given all its headers at once.
        return text as unknown as Response;
      });
  const guard = guardFor('request');
  /** Of bytes that come or go, in memory that does not grow with them. */
  const transferGuard = guardFor('transfer') as typeof guard;
  const keysGuard = guardFor('keys') as typeof guard;
  /** Of answers that may be large. */
  const pageGuard = guardFor('page') as typeof guard;
  /** Also by an expired token: to sign out with. */
  const identifyExpired = (request: Request) => tokens.examineExpired(tokenOf(request));
  return { guard, transferGuard, keysGuard, pageGuard, identify, identifyExpired };
};

export type Guard = ReturnType<typeof createGuard>['guard'];
export type Identify = ReturnType<typeof createGuard>['identify'];
export type IdentifyExpired = ReturnType<typeof createGuard>['identifyExpired'];
