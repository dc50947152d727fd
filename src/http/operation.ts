// How a route describes itself in /docs: titles in both languages and what it refuses.
import type { RefusalName } from '../protocol/codes';

/** `refusals` beside those that every operation of its kind has; docs.ts spells them out. */
export const operation = (zh: string, en: string, refusals: RefusalName[], description = '') => ({
  detail: {
    summary: `${zh} · ${en}`,
    description,
    'x-refusals': refusals,
  },
});

type Operation = ReturnType<typeof operation>;

/** The same, with a JSON body that may be left out. */
export const optionalBody = ({ detail }: Operation) => ({
  detail: { ...detail, 'x-body-optional': true },
});

/** The same, with the parts of its multipart/form-data body (RFC 7578), all required. */
export const multipart = ({ detail }: Operation, properties: Record<string, object>) => ({
  detail: {
    ...detail,
    'x-multipart': { type: 'object', required: Object.keys(properties), properties },
  },
});
