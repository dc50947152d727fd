// Who asks: token → session → `me`, before the body is looked at.
import { Elysia } from 'elysia';
import { Refusal } from '../errors';
import type { Me, Tokens } from './tokens';

/** RFC 6750, section 2.1. */
const bearer = (request: Request): string => {
  const [scheme, token, ...rest] = (request.headers.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
    throw new Refusal('tokenInvalid');
  }
  return token;
};

/**
 * For routes behind a token. Elysia resolves `derive` after the body was parsed, so the
 * token is examined in a parse hook of its own, which leaves the body to the route's.
 */
export const createGuard = (tokens: Tokens, seen: (me: Me) => void) => {
  const known = new WeakMap<Request, Me>();
  const authenticate = async (request: Request): Promise<Me> => {
    const before = known.get(request);
    if (before !== undefined) return before;
    const me = await tokens.examine(bearer(request));
    known.set(request, me);
    seen(me);
    return me;
  };
  const guard = new Elysia({ name: 'guard' })
    .onParse({ as: 'scoped' }, async ({ request }) => {
      await authenticate(request);
    })
    .derive({ as: 'scoped' }, async ({ request }) => ({ me: await authenticate(request) }));
  return { guard, identify: authenticate };
};

export type Guard = ReturnType<typeof createGuard>['guard'];
export type Identify = ReturnType<typeof createGuard>['identify'];
