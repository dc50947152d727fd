// JWTs that refer to sessions (RFC 7519): verified once, then cached by their text.
import { jwt } from '@elysiajs/jwt';
import type { Clock } from '../platform/clock';
import { createLru } from '../platform/lru';
import { Refusal } from '../protocol/errors';
import { token_cache_entries_max } from '../protocol/limits';
import { base64urlBytes } from '../values/base64url';

/** The signed-in user and the session. */
export interface Me {
  id: number;
  session_id: number;
}

interface Claims extends Me {
  expires_at: number;
}

interface Parts {
  secret: string;
  ttl_s: number;
  clock: Clock;
  /** The user whose session this is; undefined once it is over. */
  sessionUser: (session_id: number) => number | undefined;
  /** Why a session is over; undefined if nobody here ended it. */
  reasonOf: (session_id: number) => string | undefined;
}

export interface Tokens {
  sign(me: Me): Promise<string>;
  /**
   * Synchronous for a known token: a promise would cost more than everything else.
   * @throws or rejects with tokenInvalid, tokenExpired (which is looked at before the session).
   */
  examine(token: string): Me | Promise<Me>;
  /** Whose token it is, expired or not: to sign out with. @throws or rejects with tokenInvalid */
  examineExpired(token: string): Promise<Me>;
  /** @throws tokenInvalid if the session is over. */
  mustBeLive(me: Me): void;
  /** To be called after the commit that ended them. */
  end(session_ids: number[]): void;
  ttl_s: number;
}

const isCanonical = (token: string) => {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((part) => base64urlBytes(part) !== null);
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

/**
 * Only if each has its own type (RFC 7519, 4.1): what looks like a number is none. `sub` is one
 * as a text, in plain digits.
 */
const claimsOf = ({ sub, sid, exp, iat, jti }: Record<string, unknown>): Claims | undefined => {
  if (typeof sub !== 'string' || !/^[1-9]\d{0,15}$/.test(sub)) return undefined;
  if (iat !== undefined && !isCount(iat)) return undefined;
  if (jti !== undefined && typeof jti !== 'string') return undefined;
  if (!isCount(sid) || !isCount(exp)) return undefined;
  const claims = { id: Number(sub), session_id: sid, expires_at: exp * 1_000 };
  return Object.values(claims).every(isCount) ? claims : undefined;
};

export const createTokens = (parts: Parts): Tokens => {
  const { secret, ttl_s, clock, sessionUser } = parts;
  const { jwt: codec } = jwt({ name: 'jwt', secret, alg: 'HS256' }).decorator;
  // Caches that only save work: they decide nothing.
  const verified = createLru<string, Claims>(token_cache_entries_max);
  const live = createLru<number, number>(token_cache_entries_max);

  const unknown = () => new Refusal('tokenInvalid', { reason: 'unknown' });
  const over = ({ session_id }: Me) =>
    new Refusal('tokenInvalid', { reason: parts.reasonOf(session_id) ?? 'unknown' });

  const verify = async (token: string): Promise<Claims> => {
    // The library answers `false` to every fault; at its own time zero nothing has expired,
    // so that an expired token can be told from a forged one below.
    if (!isCanonical(token)) throw new Refusal('tokenInvalid');
    const payload = await codec.verify(token, { algorithms: ['HS256'], currentDate: new Date(0) });
    if (!payload) throw unknown();
    const claims = claimsOf(payload);
    if (claims === undefined) throw unknown();
    return claims;
  };

  const isLive = ({ id, session_id }: Me) => {
    const known = live.get(session_id);
    if (known !== undefined) return known === id;
    const user_id = sessionUser(session_id);
    if (user_id !== undefined) live.set(session_id, user_id);
    return user_id === id;
  };

  const admit = (token: string, claims: Claims): Me => {
    if (claims.expires_at <= clock.now()) {
      verified.delete(token);
      throw new Refusal('tokenExpired');
    }
    if (!isLive(claims)) throw over(claims);
    return claims;
  };

  return {
    ttl_s,
    sign({ id, session_id }) {
      const exp = Math.floor(clock.now() / 1_000) + ttl_s;
      return codec.sign({ sub: String(id), sid: session_id, jti: crypto.randomUUID(), exp });
    },
    examine(token) {
      const known = verified.get(token);
      if (known !== undefined) return admit(token, known);
      return verify(token).then((claims) => {
        verified.set(token, claims);
        return admit(token, claims);
      });
    },
    async examineExpired(token) {
      const claims = await verify(token);
      if (!isLive(claims)) throw over(claims);
      return claims;
    },
    mustBeLive(me) {
      if (!isLive(me)) throw over(me);
    },
    end(session_ids) {
      for (const session_id of session_ids) live.delete(session_id);
    },
  };
};
