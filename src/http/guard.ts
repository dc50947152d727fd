// Who asks: token → session → `me`, before the body is looked at.
import { Elysia } from 'elysia';
import { Refusal } from '../protocol/errors';
import { bearerOf } from './bearer';
import type { Me, Tokens } from './tokens';

/** @throws tokenInvalid */
const tokenOf = (request: Request): string => {
  const token = bearerOf(request);
  if (token === undefined) throw new Refusal('tokenInvalid');
  return token;
};

/**
 * For routes behind a token. Elysia derives after the body was parsed, so if there is one the
 * token is examined in a parse hook too, which leaves the body to the route's. A token that is
 * known is not waited for: the check is a map lookup then.
 */
export const createGuard = (tokens: Tokens, seen: (me: Me) => void) => {
  const identify = (request: Request) => tokens.examine(tokenOf(request));
  const guard = new Elysia({ name: 'guard' })
    .onParse({ as: 'scoped' }, async ({ request }) => {
      const found = identify(request);
      if (found instanceof Promise) await found;
    })
    .derive({ as: 'scoped' }, async ({ request }) => {
      const found = identify(request);
      const me = found instanceof Promise ? await found : found;
      seen(me);
      return { me };
    });
  /** Also by an expired token: to sign out with. */
  const identifyExpired = (request: Request) => tokens.examineExpired(tokenOf(request));
  return { guard, identify, identifyExpired };
};

export type Guard = ReturnType<typeof createGuard>['guard'];
export type Identify = ReturnType<typeof createGuard>['identify'];
export type IdentifyExpired = ReturnType<typeof createGuard>['identifyExpired'];
