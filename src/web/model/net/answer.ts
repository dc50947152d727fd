// Errors of the API.
import type { RefusalName } from '../../../protocol/codes';
import { CODES } from '../../../protocol/codes';
import type { Shape } from './shape';
import { isCount, isText, record } from './shape';

/** `status` is 0 if there was no answer; then `code` is NETWORK or one of this client's own. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
  }
}

export const NETWORK = 'NETWORK';

/** What the server said is no answer to what was asked; perhaps it is one later. */
export const malformed = (): ApiError => new ApiError(502, 'ANSWER_MALFORMED');

/** `data` of an answer, if it has this shape. @throws ApiError ANSWER_MALFORMED */
export const dataOf = async <Data>(answer: Response, shape: Shape<Data>): Promise<Data> => {
  const text = await answer.text();
  let data: unknown;
  try {
    data = (JSON.parse(text) as { data?: unknown }).data;
  } catch {
    throw malformed();
  }
  if (!shape(data)) throw malformed();
  return data;
};

export const isRefusal = (error: unknown, name: RefusalName): error is ApiError =>
  error instanceof ApiError && error.code === CODES[name].code;

/** It may succeed later by itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DOMException ||
  (error instanceof ApiError &&
    (error.code === NETWORK || error.status >= 500 || error.status === 429));

const isRefused = record<{ error: { code: string; details: object } }>({
  error: record<{ code: string; details: object }>({ code: isText, details: record<object>({}) }),
});

/** The error in an answer, with the time to wait, if there is one. */
export const failure = async (answer: Response): Promise<ApiError> => {
  const text = await answer.text();
  const unknown = new ApiError(answer.status, CODES.ourFault.code);
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return unknown;
  }
  if (!isRefused(said)) return unknown;
  const { code, details } = said.error;
  const wait_s = Number(answer.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(answer.status, code, {
    ...details,
    ...(isCount(wait_s) ? { retry_after_s: wait_s } : {}),
  });
};

/** The user id of a token (RFC 7519, 4.1.2). @throws ApiError ANSWER_MALFORMED */
export const subjectOf = (jwt: string): number => {
  const [, payload = ''] = jwt.split('.');
  try {
    return Number(JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))).sub);
  } catch {
    throw malformed();
  }
};
