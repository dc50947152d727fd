// The one shape of every answer under /api/.
import type { TSchema } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import { toRfc3339 } from '../platform/clock';
import type { Details, Refusal } from '../protocol/errors';
import type { Language, SuccessName } from '../protocol/successes';
import { SUCCESSES } from '../protocol/successes';
import { languageOf } from './language';

const Timestamp = Type.String({ format: 'date-time' });

export const Success = <Data extends TSchema>(data: Data) =>
  Type.Object({
    success: Type.Literal(true),
    data,
    message: Type.String(),
    timestamp: Timestamp,
  });

/** Closed here: otherwise the framework would change the schema that many routes share. */
export const Done = Type.Object(
  { success: Type.Literal(true), message: Type.String(), timestamp: Timestamp },
  { additionalProperties: false },
);

export const Failure = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
  }),
  timestamp: Timestamp,
});

/** How routes answer: in the language that the request asks for. */
export const createAnswers = (lang: Language) => {
  const now = () => toRfc3339(Date.now());
  const say = (request: Request, name: SuccessName) => SUCCESSES[name][languageOf(request, lang)];
  return {
    success: <Data>(request: Request, data: Data, name: SuccessName = 'ok') => ({
      success: true as const,
      data,
      message: say(request, name),
      timestamp: now(),
    }),
    done: (request: Request, name: SuccessName) => ({
      success: true as const,
      message: say(request, name),
      timestamp: now(),
    }),
  };
};

export type Answers = ReturnType<typeof createAnswers>;

/** A refusal as clients see it, on REST and, within `data`, on the socket. */
export const errorOf = ({ entry, details }: Refusal, language: Language) => ({
  code: entry.code,
  message: entry[language],
  details: details as Details,
});

export const failure = (refusal: Refusal, language: Language) => ({
  success: false as const,
  error: errorOf(refusal, language),
  timestamp: toRfc3339(Date.now()),
});
