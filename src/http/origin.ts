// Which pages may speak to the server (RFC 6454): its own, and those the operator named.
import type { Config } from '../config/read';

type Settings = Pick<Config, 'cors_origins' | 'public_url'>;

/** The server's own pages; also where no browser says whose page it is. */
export const isSameOrigin = ({ public_url }: Pick<Config, 'public_url'>, request: Request) => {
  const origin = request.headers.get('origin');
  if (origin === null) return true;
  if (public_url !== undefined && new URL(public_url).origin === origin) return true;
  return URL.canParse(origin) && new URL(origin).host === request.headers.get('host');
};

export const isOwnOrigin = (settings: Settings, request: Request): boolean => {
  const origin = request.headers.get('origin') ?? '';
  const { cors_origins } = settings;
  if (cors_origins.includes('*') || cors_origins.includes(origin)) return true;
  return isSameOrigin(settings, request);
};
