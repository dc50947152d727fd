// Errors of the API.
import type { RefusalName } from '../../../protocol/codes';
import { CODES } from '../../../protocol/codes';

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

export const isRefusal = (error: unknown, name: RefusalName): error is ApiError =>
  error instanceof ApiError && error.code === CODES[name].code;

/** It may succeed later by itself. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DOMException ||
  (error instanceof ApiError &&
    (error.code === NETWORK || error.status >= 500 || error.status === 429));

/** The error in an answer, with the time to wait, if there is one. */
export const failure = async (answer: Response): Promise<ApiError> => {
  const text = await answer.text();
  const wait = answer.headers.get('retry-after');
  try {
    const { error } = JSON.parse(text) as { error: { code: string; details: object } };
    const details = { ...error.details, ...(wait ? { retry_after_s: Number(wait) } : {}) };
    return new ApiError(answer.status, error.code, details);
  } catch {
    return new ApiError(answer.status, CODES.ourFault.code);
  }
};

/** The user id of a token (RFC 7519, 4.1.2). */
export const subjectOf = (jwt: string): number => {
  const [, payload = ''] = jwt.split('.');
  return Number(JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))).sub);
};
