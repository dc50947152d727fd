// Which pages may speak to the server (RFC 6454): its own, and those the operator named.
import type { Config } from '../config';

type Settings = Pick<Config, 'cors_origins' | 'public_url'>;

export const isOwnOrigin = ({ cors_origins, public_url }: Settings, request: Request): boolean => {
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  if (cors_origins.includes('*') || cors_origins.includes(origin)) return true;
  if (public_url !== undefined && new URL(public_url).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
};
