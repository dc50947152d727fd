// The documented API, as every client speaks it. The token lives in memory alone; the refresh
// token in a cookie that no script can read.
import { CODES } from '../../../protocol/codes';
import type { Platform } from '../platform';
import type { Locks } from '../store/locks';
import { answers } from './answers';
import { ApiError, dataOf, FOREIGN, failure, NETWORK, subjectOf } from './api-error';
import type { Shape } from './shape';
import { isAnything } from './shape';
import { createTransfers } from './transfers';

const refresh_within_ms = 15_000;
/** On a connection that broke silently a request would never end. */
const answer_within_ms = 30_000;
/** Whoever signs out waits for no longer: then it is owed. */
const end_within_ms = 10_000;

interface Options {
  body?: object | FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Without a token, and without a second try. */
  open?: boolean;
  /** It goes on after the page has gone. */
  keepalive?: boolean;
}

/**
 * Why a session is over: `ended` by a person or the operator, `expired`, or `unknown` to the server,
 * as after it was restored from a backup.
 */
export type SessionEnd = 'ended' | 'expired' | 'unknown' | 'otherPerson';

interface ApiListener {
  /** The session is over; `otherPerson` if the browser is signed in as somebody else by now. */
  over(why: SessionEnd): void;
  /** What the server's clock says (RFC 9110, 6.6.1). */
  time(date: string): void;
}

interface Needs extends Pick<Platform, 'clock' | 'fetch' | 'transfer'> {
  locks: Locks;
  language: () => string;
}

/** One request. @throws ApiError without a network, AbortError */
const createRequest = (
  { fetch, language }: Needs,
  token: () => string,
  time: (date: string) => void,
) => {
  return async (method: string, path: string, options: Options) => {
    const { body, headers: more, signal, open, keepalive = false } = options;
    const headers: Record<string, string> = { 'accept-language': language(), ...more };
    if (!open && token() !== '') headers.authorization = `Bearer ${token()}`;
    let sent: BodyInit | undefined;
    if (body instanceof FormData) sent = body;
    else if (body !== undefined) {
      headers['content-type'] = 'application/json';
      sent = JSON.stringify(body);
    }
    const init = { method, headers, body: sent ?? null, signal: signal ?? null, keepalive };
    try {
      const answer = await fetch(`/api/v1${path}`, init);
      time(answer.headers.get('date') ?? '');
      return answer;
    } catch (error) {
      throw error instanceof DOMException ? error : new ApiError(0, NETWORK);
    }
  };
};

const ENDS: readonly unknown[] = ['ended', 'expired', 'unknown'];

/** Only a clear word of the server ends a session for good; anything else may be a lie or a loss. */
const endOf = async (answer: Response): Promise<SessionEnd> => {
  const refused = await failure(answer);
  if (refused.code === FOREIGN) throw refused;
  const { details } = refused;
  return ENDS.includes(details.reason) ? (details.reason as SessionEnd) : 'unknown';
};

type Once = ReturnType<typeof createRequest>;

/** The token of the session, renewed by the cookie. */
const createTokens = (locks: Locks, once: () => Once, over: (why: SessionEnd) => void) => {
  let token = '';
  let owner = 0;
  let sessionEnd: SessionEnd | undefined;
  let renewing: Promise<boolean> | undefined;

  const refresh = async (): Promise<boolean> => {
    const signal = AbortSignal.timeout(refresh_within_ms);
    const asked = once()('POST', '/auth/refresh', { open: true, signal });
    const answer = await asked.catch((error) => {
      throw error instanceof ApiError ? error : new ApiError(0, NETWORK);
    });
    if (answer.status === 401) {
      sessionEnd = await endOf(answer);
      return false;
    }
    if (!answer.ok) throw await failure(answer);
    const { access_token } = await dataOf(answer, answers.token);
    // The cookie is the browser's: in another tab someone else may have signed in.
    if (owner !== 0 && subjectOf(access_token) !== owner) {
      over('otherPerson');
      return false;
    }
    token = access_token;
    return true;
  };

  return {
    token: () => token,
    /** Somebody's page, without a token. */
    isDue: (): boolean => owner !== 0 && token === '',
    /** Why the last refresh was refused. */
    sessionEnd: () => sessionEnd,
    setToken(next: string): void {
      token = next;
    },
    /** Whether this page, or the token of one that is nobody's yet, can be this person's. */
    isFor(id: number): boolean {
      if (owner !== 0) return id === owner;
      return token === '' || id === subjectOf(token);
    },
    /** Whose session this page is. */
    setOwner(id: number): void {
      owner = id;
    },
    /**
     * With the cookie, in one tab at a time, because each use replaces it. False if there is no valid
     * one. @throws ApiError without a network
     */
    renew(): Promise<boolean> {
      renewing ??= locks.exclusive('chat8 refresh', refresh).finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
  };
};

/** Requests with the token of the session, which is renewed when it has expired. */
const createSessionFetch = (needs: Needs) => {
  let listener: ApiListener | undefined;
  const tokens = createTokens(
    needs.locks,
    () => once,
    (why) => listener?.over(why),
  );
  const once = createRequest(needs, tokens.token, (date) => listener?.time(date));

  const raw = async (method: string, path: string, options: Options = {}): Promise<Response> => {
    // A page that was painted from this device has no token yet.
    if (!options.open && tokens.isDue()) await tokens.renew();
    const answer = await once(method, path, options);
    if (answer.status !== 401 || options.open) return answer;
    const { code } = await failure(answer.clone());
    // A wrong password is a 401 too, and no reason to leave; nor is what something on the way says.
    if (code === CODES.wrongPassword.code || code === FOREIGN) return answer;
    if (await tokens.renew()) return once(method, path, options);
    if (tokens.token() !== '') listener?.over(tokens.sessionEnd() ?? 'unknown');
    return answer;
  };

  return {
    raw,
    ...tokens,
    listen(next: ApiListener): void {
      listener = next;
    },
  };
};

type Ask = <Data>(
  method: string,
  path: string,
  shape: Shape<Data>,
  options?: Options,
) => Promise<Data>;

/** What is said beside the status is of no use to whoever asks without a shape. */
const createVerbs = (ask: Ask) => ({
  get: <Data>(path: string, shape: Shape<Data>): Promise<Data> => ask('GET', path, shape),
  post: <Data = unknown>(
    path: string,
    body: object = {},
    shape: Shape<Data> = isAnything as Shape<Data>,
  ): Promise<Data> => ask('POST', path, shape, { body }),
  put: <Data = unknown>(
    path: string,
    body: object = {},
    shape: Shape<Data> = isAnything as Shape<Data>,
  ): Promise<Data> => ask('PUT', path, shape, { body }),
  remove: (path: string): Promise<unknown> => ask('DELETE', path, isAnything),
});

/** Until an answer begins: what a form brings, and a page of messages, may take long on a slow line. */
const createDeadline =
  ({ clock }: Needs) =>
  async <Value>(
    options: Options,
    act: (signal: AbortSignal) => Promise<Value>,
    within_ms = answer_within_ms,
  ): Promise<Value> => {
    const late = new AbortController();
    const isForm = options.body instanceof FormData;
    const cancel = isForm
      ? () => {}
      : clock.after(within_ms, () => late.abort(new ApiError(0, NETWORK)));
    const signals = options.signal ? [options.signal, late.signal] : [late.signal];
    return act(AbortSignal.any(signals)).finally(cancel);
  };

export const createApi = (needs: Needs) => {
  const { raw, renew, token, ...session } = createSessionFetch(needs);
  const inTime = createDeadline(needs);

  /** Gives `data`. @throws ApiError, also if it has not the shape that was asked for */
  const ask: Ask = async (method, path, shape, options = {}) => {
    const answer = await inTime(options, (signal) => raw(method, path, { ...options, signal }));
    if (!answer.ok) throw await failure(answer);
    return dataOf(answer, shape);
  };

  return {
    ask,
    renew,
    ...createVerbs(ask),
    token,
    /** Its session is over; also by a token that has expired. False if the server can't tell now. */
    async endSession(of: string): Promise<boolean> {
      const headers = { authorization: `Bearer ${of}` };
      const ask = (signal: AbortSignal) =>
        needs.fetch('/api/v1/auth/logout', { method: 'POST', headers, signal });
      const answer = await inTime({}, ask, end_within_ms).catch(() => null);
      return answer !== null && (answer.ok || answer.status === 401);
    },
    ...createTransfers({ transfer: needs.transfer, raw, token, renew }),
    ...session,
  };
};

export type Api = ReturnType<typeof createApi>;
