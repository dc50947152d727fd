// The one shape of every answer under /api/.
import type { TSchema } from '@sinclair/typebox';
import { Type } from '@sinclair/typebox';
import type { Details, Refusal } from '../errors';
import type { Language, NoticeName } from '../notices';
import { NOTICES } from '../notices';
import { toRfc3339 } from '../platform/clock';

const Timestamp = Type.String({ format: 'date-time' });

export const Success = <Data extends TSchema>(data: Data) =>
  Type.Object({
    success: Type.Literal(true),
    data,
    message: Type.String(),
    timestamp: Timestamp,
  });

export const Done = Type.Object({
  success: Type.Literal(true),
  message: Type.String(),
  timestamp: Timestamp,
});

export const Failure = Type.Object({
  success: Type.Literal(false),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    details: Type.Record(Type.String(), Type.Unknown()),
  }),
  timestamp: Timestamp,
});

export const success = <Data>(data: Data, notice: NoticeName, language: Language) => ({
  success: true as const,
  data,
  message: NOTICES[notice][language],
  timestamp: toRfc3339(Date.now()),
});

export const done = (notice: NoticeName, language: Language) => ({
  success: true as const,
  message: NOTICES[notice][language],
  timestamp: toRfc3339(Date.now()),
});

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
