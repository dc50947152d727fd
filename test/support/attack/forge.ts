// Tokens as an attacker makes them (RFC 8725 lists how they go wrong).
import { createHmac } from 'node:crypto';

const b64 = (value: object | string) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export const signed = (header: object, claims: object | string, key: string, hash = 'sha256') => {
  const head = `${b64(header)}.${b64(claims)}`;
  return `${head}.${createHmac(hash, key).update(head).digest('base64url')}`;
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The same bytes in another spelling: the last character carries bits that mean nothing. */
const respelled = (token: string) => {
  const last = ALPHABET.indexOf(token.at(-1) ?? '');
  return token.slice(0, -1) + ALPHABET[last ^ 1];
};

interface Victim {
  id: number;
  session_id: number;
  token: string;
}

/** `secret` is the server's own: also with it, only its one algorithm counts. */
export const forgeries = ({ id, session_id, token }: Victim, secret: string) => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { sub: String(id), sid: session_id, jti: 'x', iat: now, exp: now + 900 };
  const HS256 = { alg: 'HS256', typ: 'JWT' };
  const [head = '', body = '', signature = ''] = token.split('.');
  const key = { kty: 'oct', k: b64('attacker') };
  return {
    nothing: '',
    'no token': 'nonsense',
    'alg none': `${b64({ alg: 'none' })}.${b64(claims)}.`,
    'alg None, with a signature': `${b64({ alg: 'None' })}.${b64(claims)}.${signature}`,
    'the signature left out': `${head}.${body}.`,
    'another key': signed(HS256, claims, 'x'.repeat(48)),
    'an empty key': signed(HS256, claims, ''),
    'a key of its own': signed({ ...HS256, jwk: key }, claims, 'attacker'),
    'a kid that is a path': signed({ ...HS256, kid: '../../dev/null' }, claims, ''),
    HS384: signed({ alg: 'HS384' }, claims, secret, 'sha384'),
    HS512: signed({ alg: 'HS512' }, claims, secret, 'sha512'),
    'hs256 in small letters': signed({ alg: 'hs256' }, claims, secret),
    'a list of algorithms': signed({ alg: ['HS256'] }, claims, secret),
    'no algorithm': signed({ typ: 'JWT' }, claims, secret),
    'an extension that must be understood': signed({ ...HS256, crit: ['exp'] }, claims, secret),
    'a body that is not encoded': signed({ ...HS256, b64: false, crit: ['b64'] }, claims, secret),
    'a key from elsewhere': signed({ ...HS256, jku: 'http://127.0.0.1:1/' }, claims, 'attacker'),
    'claims in a list': signed(HS256, [claims], secret),
    'no claims': signed(HS256, 'null', secret),
    'a part more': `${token}.${signature}`,
    'padding in its middle': `${head}=.${body}.${signature}`,
    'RS256 by name alone': signed({ alg: 'RS256' }, claims, secret),
    'another body': `${head}.${b64({ ...claims, sub: '1' })}.${signature}`,
    'another spelling': respelled(token),
    'padding at its end': `${token}=`,
    'without an end': signed(HS256, { sub: String(id), sid: session_id }, secret),
    'a session of someone else': signed(HS256, { ...claims, sub: String(id + 1) }, secret),
    'a session that never was': signed(HS256, { ...claims, sid: 9_999_999 }, secret),
  };
};

export const expiredToken = ({ id, session_id }: Victim, secret: string) => {
  const exp = Math.floor(Date.now() / 1_000) - 1;
  return signed({ alg: 'HS256', typ: 'JWT' }, { sub: String(id), sid: session_id, exp }, secret);
};
