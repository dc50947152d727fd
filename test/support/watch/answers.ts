// Holds answers that the server sends unchecked to their schemas: every field is right, and there
// is no other. A fault is a failed request (500), and so a failed test.
import { isDeepStrictEqual } from 'node:util';
import type { TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type Prepare, writtenRoutes } from '../../../src/http/answers';

/** @throws if the answer has another shape than its schema */
export const mustFit = (schema: TSchema | undefined, answer: unknown): void => {
  if (schema === undefined) throw new Error('an answer has no schema for its status');
  const sent = JSON.parse(JSON.stringify(answer));
  const [fault] = Value.Errors(schema, sent);
  if (fault) throw new Error(`an answer does not fit at ${fault.path}: ${fault.message}`);
  if (!isDeepStrictEqual(Value.Clean(schema, structuredClone(sent)), sent)) {
    throw new Error(`an answer says more than its schema: ${Object.keys(sent.data ?? sent)}`);
  }
};

export const holdAnswers: Prepare = (routes) => {
  for (const { hooks } of writtenRoutes(routes)) {
    const schemas: Record<number, TSchema> = hooks.response;
    delete hooks.response;
    hooks.afterHandle = [
      ...(hooks.afterHandle ?? []),
      {
        fn: ({ response, set }: { response: unknown; set: { status?: number } }) =>
          mustFit(schemas[set.status ?? 200], response),
      },
    ];
  }
  return routes;
};
