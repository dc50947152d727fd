// Who asks: token → session → `me`, before the body is looked at.
import { Elysia } from 'elysia';
import { Refusal } from '../errors';
import type { Me, Tokens } from './tokens';

const scheme = 'Bearer ';

/** RFC 6750, section 2.1; the scheme's case is free (RFC 9110, 11.1). @throws tokenInvalid */
const tokenOf = (request: Request): string => {
  const given = request.headers.get('authorization') ?? '';
  if (given.startsWith(scheme)) return given.slice(scheme.length);
  const begin = given.slice(0, scheme.length).toLowerCase();
  if (begin !== scheme.toLowerCase()) throw new Refusal('tokenInvalid');
  return given.slice(scheme.length);
};

/**
 * For routes behind a token. Elysia derives after the body was parsed, so where there is one the
 * token is examined in a parse hook too, which leaves the body to the route's. Nothing here waits:
 * a promise would cost more than the check, which is a map lookup for a token that is known.
 */
export const createGuard = (tokens: Tokens, seen: (me: Me) => void) => {
  const identify = (request: Request): Me => tokens.examine(tokenOf(request));
  const guard = new Elysia({ name: 'guard' })
    .onParse({ as: 'scoped' }, ({ request }) => {
      identify(request);
    })
    .derive({ as: 'scoped' }, ({ request }) => {
      const me = identify(request);
      seen(me);
      return { me };
    });
  // Elysia takes a minified function that calls another for one that waits.
  for (const hook of guard.event.transform ?? []) hook.isAsync = false;
  return { guard, identify };
};

export type Guard = ReturnType<typeof createGuard>['guard'];
export type Identify = ReturnType<typeof createGuard>['identify'];
