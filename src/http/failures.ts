// The only place that sets an error status: every failure becomes a refusal in the envelope.
import { randomUUID } from 'node:crypto';
import { Elysia } from 'elysia';
import { isOutOfDescriptors } from '../platform/descriptors/descriptors';
import type { Log } from '../platform/log';
import { Refusal } from '../protocol/errors';
import type { Language } from '../protocol/successes';
import { type Finding, misfit } from '../values/schema';
import { createRefusedBodyBudget } from './body/refused-body-budget';
import { failure } from './envelope';
import { languageOf } from './language';
import { methodsAt, pathOf } from './paths';
import { STRICT } from './requests';

interface Parts {
  log: Pick<Log, 'error'>;
  lang: Language;
  routes: () => { method: string; path: string }[];
  /** What a request held is free. */
  ended: (request: Request, isTooMuch: boolean) => void;
}

export const createFailures = ({ log, lang, routes, ended }: Parts) => {
  const refusalFor = (code: string | number, error: unknown, request: Request): Refusal => {
    if (error instanceof Refusal) return error;
    // What a parse hook throws arrives wrapped.
    const cause = error instanceof Error ? error.cause : undefined;
    if (code === 'PARSE' && cause instanceof Refusal) return cause;
    if (code === 'NOT_FOUND') {
      const methods = methodsAt(routes(), pathOf(request));
      return methods.length > 0 && !methods.includes(request.method)
        ? new Refusal('wrongMethod', { allowed: methods })
        : new Refusal('noSuchPath');
    }
    if (code === 'VALIDATION' && (error as { type?: string }).type !== 'response') {
      return misfit((error as { all: Finding[] }).all);
    }
    if (isOutOfDescriptors(error)) return new Refusal('cannotStore');
    if (code === 'PARSE' || code === 'INVALID_COOKIE_SIGNATURE')
      return new Refusal('unreadableBody');
    return new Refusal('ourFault');
  };

  const mayBeRead = createRefusedBodyBudget();
  return new Elysia({ name: 'failures' }).onError(
    { as: 'global' },
    ({ code, error, request, set }) => {
      const refusal = refusalFor(code, error, request);
      ended(request, refusal.refusal === 'tooManyRequests');
      const { status } = refusal.entry;
      set.status = status;
      if (status === 500) {
        log.error('a request failed', {
          request_id: set.headers['x-request-id'],
          method: request.method,
          path: pathOf(request),
          error,
        });
      }
      if (refusal.refusal === 'wrongMethod') {
        set.headers.allow = (refusal.details.allowed as string[]).join(', ');
      }
      if (!mayBeRead(request)) set.headers.connection = 'close';
      const retryAfter = refusal.details.retry_after_s;
      if (typeof retryAfter === 'number') set.headers['retry-after'] = String(retryAfter);
      return failure(refusal, languageOf(request, lang));
    },
  );
};

/** For the runtime, when answering a failure failed too; it no longer knows the request. */
export const createLastAnswer =
  ({ log, lang }: Pick<Parts, 'log' | 'lang'>) =>
  (error: unknown): Response => {
    const request_id = randomUUID();
    try {
      log.error('an answer failed', { request_id, error });
    } catch {
      // The log may be what failed.
    }
    // A file is opened by the runtime, after its route has answered.
    const refusal = new Refusal(isOutOfDescriptors(error) ? 'cannotStore' : 'ourFault');
    return Response.json(failure(refusal, lang), {
      status: refusal.entry.status,
      headers: { ...STRICT, 'x-request-id': request_id },
    });
  };
