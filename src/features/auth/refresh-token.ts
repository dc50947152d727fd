// What a client is handed for its session: an access token, and a refresh token, which is opaque,
// single-use and hashed at rest.
import { createHash, randomBytes } from 'node:crypto';
import type { Me } from '../../http/tokens';
import { Refusal } from '../../protocol/errors';
import { session_idle_ms, user_agent_chars_max } from '../../protocol/limits';
import { base64urlBytes } from '../../values/base64url';
import type { World } from '../../world';

/** Where a request comes from. */
export interface RequestSource {
  user_agent: string;
  address: string;
}

const secret_bytes = 32;

/** Made before a ledger job, which may run twice. */
export const newSecret = (): Buffer => randomBytes(secret_bytes);

export const hashOf = (secret: Uint8Array): Buffer => createHash('sha256').update(secret).digest();

const spell = (session_id: number, secret: Buffer) =>
  `${session_id.toString(36)}-${secret.toString('base64url')}`;

/** @throws tokenInvalid */
export const parseRefreshToken = (token: string) => {
  const [, id = '', text = ''] = /^([1-9a-z][0-9a-z]{0,9})-([\w-]{43})$/.exec(token) ?? [];
  const secret = base64urlBytes(text);
  if (secret?.byteLength !== secret_bytes) throw new Refusal('tokenInvalid');
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

/** A device wipes its data only when the reason is `ended`. */
export const sessionOver = (
  { endedSessions }: Pick<World, 'endedSessions'>,
  session_id: number,
  hash: Buffer,
) =>
  new Refusal('tokenInvalid', { reason: endedSessions.reasonFor(session_id, hash) ?? 'unknown' });
