// Sessions begin, go on and end. A refresh token is opaque, single-use and hashed at rest; using
// a spent one again ends the session (RFC 9700, 4.14.2), unless its successor was never used:
// then the answer that brought it was lost.
import { createHash, randomBytes } from 'node:crypto';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { session_absolute_ms, session_idle_ms, user_agent_chars_max } from '../../protocol/limits';
import type { World } from '../../world';
import { endOneSession } from '../shared/end-sessions';
import { rememberNetwork } from './attempts';

type Deps = Pick<
  World,
  | 'ledger'
  | 'sessions'
  | 'endedSessions'
  | 'refreshTokens'
  | 'tokens'
  | 'hub'
  | 'rateLimiter'
  | 'knownNetworks'
  | 'secret'
>;

/** Who is asking, as far as the network tells. */
export interface From {
  user_agent: string;
  address: string;
}

const secret_bytes = 32;

/** Made before a ledger job, which may run twice. */
export const newSecret = (): Buffer => randomBytes(secret_bytes);

const hashOf = (secret: Uint8Array): Buffer => createHash('sha256').update(secret).digest();

const spell = (session_id: number, secret: Buffer) =>
  `${session_id.toString(36)}-${secret.toString('base64url')}`;

/** @throws tokenInvalid */
const parse = (token: string) => {
  const [, id = '', text = ''] = /^([1-9a-z][0-9a-z]{0,9})-([\w-]{43})$/.exec(token) ?? [];
  const secret = Buffer.from(text, 'base64url');
  if (secret.byteLength !== secret_bytes || secret.toString('base64url') !== text) {
    throw new Refusal('tokenInvalid');
  }
  return { session_id: Number.parseInt(id, 36), hash: hashOf(secret) };
};

/** Inside a ledger job. */
export const startSession = (
  { sessions, refreshTokens }: Pick<World, 'sessions' | 'refreshTokens'>,
  user_id: number,
  now: number,
  user_agent: string,
  secret: Buffer,
): Me => {
  const session_id = sessions.start({
    user_id,
    now,
    expires_at: now + session_idle_ms,
    user_agent: user_agent.slice(0, user_agent_chars_max),
  });
  refreshTokens.add(session_id, hashOf(secret), 0);
  return { id: user_id, session_id };
};

/** What a client is handed; without a secret there is no new refresh token. */
export const issue = async ({ tokens }: Pick<World, 'tokens'>, me: Me, secret?: Buffer) => ({
  access_token: await tokens.sign(me),
  token_type: 'bearer' as const,
  expires_in: tokens.ttl_s,
  ...(secret === undefined ? {} : { refresh_token: spell(me.session_id, secret) }),
});

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

/** A device wipes what it keeps only if it hears `ended`. */
const over = ({ endedSessions }: Pick<World, 'endedSessions'>, session_id: number, hash: Buffer) =>
  new Refusal('tokenInvalid', { reason: endedSessions.reasonFor(session_id, hash) ?? 'unknown' });

/** A new pair. @throws tokenInvalid, tokenExpired, tooManyRequests */
export const renewWith = async (world: Deps, token: string, address: string) => {
  const { session_id, hash } = parse(token);
  const secret = newSecret();
  const me = await world.ledger.write((job) => {
    const { now } = job;
    const known = world.refreshTokens.byHash(session_id, hash);
    if (known === undefined) throw over(world, session_id, hash);
    const { user_id, refresh_generation: current } = extend(world, session_id, now);
    const owner = { id: user_id, session_id };
    const isGood = known.generation === current && known.is_used === 0;
    const wasLost = known.generation === current - 1 && known.is_used === 1;
    if (!isGood && !wasLost) {
      endOneSession(world, owner, job);
      return undefined;
    }
    // Nobody without a token of the session can use it up.
    world.rateLimiter.take('refresh', String(session_id));
    rememberNetwork(world, user_id, address, now);
    if (isGood) world.refreshTokens.use(session_id, hash);
    world.refreshTokens.add(session_id, hashOf(secret), isGood ? current + 1 : current);
    return owner;
  });
  if (me === undefined) throw new Refusal('tokenInvalid', { reason: 'ended' });
  return issue(world, me, secret);
};

/** Whose session a refresh token belongs to. @throws tokenInvalid */
export const ownerOf = (world: Deps, token: string): Me => {
  const { sessions, refreshTokens } = world;
  const { session_id, hash } = parse(token);
  const session = sessions.byId(session_id);
  if (session === undefined || refreshTokens.byHash(session_id, hash) === undefined) {
    throw over(world, session_id, hash);
  }
  return { id: session.user_id, session_id };
};

export const logout = (world: Deps, me: Me): Promise<void> =>
  world.ledger.write((job) => endOneSession(world, me, job));
