// The documented API, as every client speaks it. The token lives in memory alone; the refresh
// token in a cookie that no script can read.

import type { Refreshed } from '../../../features/auth/model';
import { CODES } from '../../../protocol/codes';
import { inTurn } from '../store/turn';

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

const NETWORK = 'NETWORK';
const refresh_within_ms = 15_000;
let token = '';
let renewing: Promise<boolean> | undefined;
let language = 'zh';
let owner = 0;
let listener: Listener | undefined;

interface Listener {
  /** The session is over; `isOther` where the browser is signed in as somebody else by now. */
  over(isOther: boolean): void;
  /** What the server's clock says (RFC 9110, 6.6.1). */
  time(date: string): void;
}

export const listenToApi = (next: Listener): void => {
  listener = next;
};
/** Whose session this page is. */
export const setOwner = (id: number): void => {
  owner = id;
};

export const setToken = (next: string): void => {
  token = next;
};
export const bearer = (): string => token;
export const setApiLanguage = (next: string): void => {
  language = next;
};

interface Options {
  body?: object | FormData;
  signal?: AbortSignal;
  /** Without a token, and without a second try. */
  open?: boolean;
}

const once = async (method: string, path: string, { body, signal, open }: Options) => {
  const headers: Record<string, string> = { 'accept-language': language };
  if (!open && token !== '') headers.authorization = `Bearer ${token}`;
  let sent: BodyInit | undefined;
  if (body instanceof FormData) sent = body;
  else if (body !== undefined) {
    headers['content-type'] = 'application/json';
    sent = JSON.stringify(body);
  }
  try {
    const answer = await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: sent ?? null,
      signal: signal ?? null,
    });
    listener?.time(answer.headers.get('date') ?? '');
    return answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, NETWORK);
  }
};

const fail = async (answer: Response): Promise<never> => {
  const text = await answer.text();
  const wait = answer.headers.get('retry-after');
  try {
    const { error } = JSON.parse(text) as { error: { code: string; details: object } };
    const details = { ...error.details, ...(wait ? { retry_after_s: Number(wait) } : {}) };
    throw new ApiError(answer.status, error.code, details);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(answer.status, CODES.ourFault.code);
  }
};

/** Who a token is for (RFC 7519, 4.1.2). */
const subjectOf = (jwt: string): number => {
  const [, payload = ''] = jwt.split('.');
  return Number(JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))).sub);
};

const refresh = async (): Promise<boolean> => {
  // On a connection that died without a word an answer would be waited for without an end.
  const signal = AbortSignal.timeout(refresh_within_ms);
  const answer = await once('POST', '/auth/refresh', { open: true, signal }).catch((error) => {
    throw error instanceof ApiError ? error : new ApiError(0, NETWORK);
  });
  if (answer.status === 401) return false;
  if (!answer.ok) return fail(answer);
  const { data } = (await answer.json()) as { data: Refreshed };
  // The cookie is the browser's: in another tab someone else may have signed in.
  if (owner !== 0 && subjectOf(data.access_token) !== owner) {
    listener?.over(true);
    return false;
  }
  token = data.access_token;
  return true;
};

/**
 * By the cookie, one tab after the other, for it is spent with each use; false where there is
 * none that is good. @throws ApiError without a network
 */
export const renew = (): Promise<boolean> => {
  renewing ??= inTurn('chat8 refresh', refresh).finally(() => {
    renewing = undefined;
  });
  return renewing;
};

const codeOf = async (answer: Response): Promise<string | undefined> => {
  const { error } = (await answer.clone().json()) as { error?: { code: string } };
  return error?.code;
};

const raw = async (method: string, path: string, options: Options = {}): Promise<Response> => {
  const answer = await once(method, path, options);
  // A wrong password is a 401 too, and no reason to leave.
  if (answer.status !== 401 || options.open || (await codeOf(answer)) === CODES.wrongPassword.code)
    return answer;
  if (await renew()) return once(method, path, options);
  if (token !== '') listener?.over(false);
  return answer;
};

/** Gives `data`. @throws ApiError */
export const ask = async <Data>(
  method: string,
  path: string,
  options: Options = {},
): Promise<Data> => {
  const answer = await raw(method, path, options);
  if (!answer.ok) return fail(answer);
  return ((await answer.json()) as { data: Data }).data;
};

export const get = <Data>(path: string): Promise<Data> => ask<Data>('GET', path);
export const post = <Data>(path: string, body: object = {}): Promise<Data> =>
  ask<Data>('POST', path, { body });
export const put = <Data>(path: string, body: object = {}): Promise<Data> =>
  ask<Data>('PUT', path, { body });
export const remove = <Data>(path: string, body?: object): Promise<Data> =>
  ask<Data>('DELETE', path, body ? { body } : {});

/** Bytes of a file. @throws ApiError */
export const download = async (path: string): Promise<Blob> => {
  const answer = await raw('GET', path);
  return answer.ok ? answer.blob() : fail(answer);
};

const send = (
  path: string,
  form: FormData,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiError(0, NETWORK));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onload = () => resolve(new Response(request.response, { status: request.status }));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });

/** With progress from 0 to 1, which fetch can't tell. @throws ApiError, AbortError */
export const upload = async <Data>(
  path: string,
  form: FormData,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Data> => {
  let answer = await send(path, form, progress, signal);
  if (answer.status === 401 && (await renew())) answer = await send(path, form, progress, signal);
  return answer.ok ? ((await answer.json()) as { data: Data }).data : fail(answer);
};
