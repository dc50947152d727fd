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
/** Something on the way answered: a proxy, the sign-in page of a network. */
export const FOREIGN = 'FOREIGN';

const OURS = new Set<string>(Object.values(CODES).map(({ code }) => code));

export const isFromServer = ({ code }: ApiError): boolean => OURS.has(code);

/** What the server said is no answer to what was asked; perhaps it is one later. */
export const malformed = (): ApiError => new ApiError(502, 'ANSWER_MALFORMED');

/** The text of an answer. @throws ApiError if it is cut off, AbortError */
const textOf = (answer: Response): Promise<string> =>
  answer.text().catch((error) => {
    throw error instanceof DOMException ? error : new ApiError(0, NETWORK);
  });

/** `data` of an answer, if it has this shape. @throws ApiError ANSWER_MALFORMED, AbortError */
export const dataOf = async <Data>(answer: Response, shape: Shape<Data>): Promise<Data> => {
  const text = await textOf(answer);
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

/** Request Timeout, Too Early, Too Many Requests (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
const PASSING: readonly number[] = [408, 425, 429];

/** It may succeed later by itself. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof DOMException) return true;
  if (!(error instanceof ApiError)) return false;
  const { status, code } = error;
  return code === NETWORK || status >= 500 || PASSING.includes(status);
};

const foreign = (status: number): ApiError =>
  new ApiError(status, status === CODES.bodyTooLarge.status ? CODES.bodyTooLarge.code : FOREIGN);

const isRefused = record<{ error: { code: string; details: object } }>({
  error: record<{ code: string; details: object }>({ code: isText, details: record<object>({}) }),
});

/** The error in an answer, with the time to wait, if there is one. */
export const failure = async (answer: Response): Promise<ApiError> => {
  const text = await textOf(answer);
  const unknown = foreign(answer.status);
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
