// The documented API, as every client speaks it. The token lives in memory alone; the refresh
// token in a cookie that no script can read.

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
let token = '';
let renewing: Promise<boolean> | undefined;
let language = 'zh';

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
    return await fetch(`/api/v1${path}`, {
      method,
      headers,
      body: sent ?? null,
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, NETWORK);
  }
};

/** By the cookie; false where there is none that is good. @throws ApiError without a network */
export const renew = (): Promise<boolean> => {
  renewing ??= (async () => {
    const answer = await once('POST', '/auth/refresh', { open: true });
    if (!answer.ok) return false;
    const { data } = (await answer.json()) as { data: { access_token: string } };
    token = data.access_token;
    return true;
  })().finally(() => {
    renewing = undefined;
  });
  return renewing;
};

const fail = async (answer: Response): Promise<never> => {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as { error: { code: string; details: object } };
    throw new ApiError(answer.status, error.code, error.details as Record<string, unknown>);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(answer.status, 'SERVER_001');
  }
};

const raw = async (method: string, path: string, options: Options = {}): Promise<Response> => {
  const answer = await once(method, path, options);
  if (answer.status !== 401 || options.open || !(await renew())) return answer;
  return once(method, path, options);
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

/** With progress from 0 to 1, which fetch can't tell. @throws ApiError, AbortError */
export const upload = <Data>(
  path: string,
  form: FormData,
  progress: (part: number) => void,
  signal: AbortSignal,
): Promise<Data> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('authorization', `Bearer ${token}`);
    request.upload.onprogress = ({ loaded, total }) => progress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new ApiError(0, NETWORK));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onload = () => {
      const answer = new Response(request.response, { status: request.status });
      if (!answer.ok) fail(answer).catch(reject);
      else answer.json().then(({ data }) => resolve(data), reject);
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
