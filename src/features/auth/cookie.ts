// The refresh token in a cookie, for a client that asked for one. Other origins get no credentials,
// neither to send nor to keep.
import { refreshCookie, refreshCookieOf } from '../../http/cookies';
import type { RouteContext } from '../../http/route-context';

export interface Asked {
  request: Request;
  server: Parameters<RouteContext['addressOf']>[1];
}

interface Answering extends Asked {
  set: { headers: Record<string, unknown> };
}

export const createRefreshCookie = ({
  isSecure,
  origins,
}: Pick<RouteContext, 'isSecure' | 'origins'>) => {
  const isOwn = ({ request, server }: Asked) => origins.isSame(request, server);
  const put = ({ request, server, set }: Answering, token: string | null) => {
    set.headers['set-cookie'] = refreshCookie(token, isSecure(request, server));
  };
  return {
    read: (asked: Asked) => (isOwn(asked) ? refreshCookieOf(asked.request) : undefined),
    clear: (context: Answering): void => put(context, null),
    /** Out of the JSON and into the cookie, if that was asked for. */
    move<Pair extends { refresh_token?: string }>(
      pair: Pair,
      isCookie: boolean | undefined,
      context: Answering,
    ) {
      const { refresh_token, ...rest } = pair;
      if (!isCookie || refresh_token === undefined || !isOwn(context)) return pair;
      put(context, refresh_token);
      return rest;
    },
  };
};
