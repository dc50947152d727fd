// A session goes on. Using a spent refresh token again ends it (RFC 9700, 4.14.2), unless the
// token's successor was never used: then the answer that brought it was lost.
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { session_absolute_ms, session_idle_ms } from '../../protocol/limits';
import type { World } from '../../world';
import { type EndSessionDeps, endOneSession } from '../shared/end-sessions';
import { rememberNetwork } from './attempts';
import { hashOf, issue, newSecret, parseRefreshToken, sessionOver } from './refresh-token';

type Deps = EndSessionDeps &
  Pick<
    World,
    'ledger' | 'endedSessions' | 'refreshTokens' | 'rateLimiter' | 'knownNetworks' | 'secret'
  >;

const extend = ({ sessions }: Pick<World, 'sessions'>, session_id: number, now: number) => {
  const session = sessions.byId(session_id);
  if (session === undefined) throw new Refusal('tokenInvalid');
  if (session.expires_at <= now) throw new Refusal('tokenInvalid', { reason: 'expired' });
  const end = session.created_at + session_absolute_ms;
  sessions.extend(session_id, now, Math.min(now + session_idle_ms, end));
  return session;
};

/** A new token in the same session; the old one lives until it expires. @throws tooManyRequests */
export const renew = async (world: Deps, me: Me, address: string) => {
  world.rateLimiter.take('refresh', String(me.session_id));
  await world.ledger.write(({ now }) => {
    extend(world, me.session_id, now);
    rememberNetwork(world, me.id, address, now);
  });
  return issue(world, me);
};

/** A new pair. @throws tokenInvalid, tokenExpired, tooManyRequests */
export const renewWith = async (world: Deps, token: string, address: string) => {
  const { session_id, hash } = parseRefreshToken(token);
  const secret = newSecret();
  const me = await world.ledger.write((job) => {
    const { now } = job;
    const known = world.refreshTokens.byHash(session_id, hash);
    if (known === undefined) throw sessionOver(world, session_id, hash);
    const { user_id, refresh_generation: current } = extend(world, session_id, now);
    const owner = { id: user_id, session_id };
    const isGood = known.generation === current && known.is_used === 0;
    const wasLost = known.generation === current - 1 && known.is_used === 1;
    if (!isGood && !wasLost) {
      endOneSession(world, owner, job);
      return undefined;
    }
    // After the token was checked, so that nobody else can use the limit up.
    world.rateLimiter.take('refresh', String(session_id));
    rememberNetwork(world, user_id, address, now);
    if (isGood) world.refreshTokens.use(session_id, hash);
    world.refreshTokens.add(session_id, hashOf(secret), isGood ? current + 1 : current);
    return owner;
  });
  if (me === undefined) throw new Refusal('tokenInvalid', { reason: 'ended' });
  return issue(world, me, secret);
};
