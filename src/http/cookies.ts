// The refresh token as a cookie (RFC 6265): out of reach of scripts, sent to its own routes alone.
import { session_idle_ms } from '../protocol/limits';
import { API } from './paths';

const NAME = 'chat8_refresh';

/** A Set-Cookie line; null takes the cookie away. */
export const refreshCookie = (token: string | null, isSecure: boolean): string =>
  [
    `${NAME}=${token ?? ''}`,
    `Path=${API}/auth`,
    `Max-Age=${token === null ? 0 : session_idle_ms / 1_000}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

export const refreshCookieOf = (request: Request): string | undefined => {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name = '', ...value] = pair.trim().split('=');
    if (name === NAME && value.length > 0 && value[0] !== '') return value.join('=');
  }
  return undefined;
};
