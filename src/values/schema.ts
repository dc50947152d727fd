// Checks input against its schema. Nothing here calls a method of the value or turns it
// into text: `{"toString": 1}` is as good a value as any other.
import type { Static, TSchema } from '@sinclair/typebox';
import type { TypeCheck } from '@sinclair/typebox/compiler';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { ValueErrorType } from '@sinclair/typebox/errors';
import { Refusal } from '../protocol/errors';
import { findings_max } from '../protocol/limits';
import { expected } from './expected';

export interface Finding {
  /** As a JSON Pointer (RFC 6901). */
  path: string;
  message: string;
  /** Of what is at the path. */
  schema?: TSchema;
  type?: ValueErrorType;
}

/** Which fields did not fit, each once, without what was submitted. `root`: what holds them. */
export const misfit = (findings: Iterable<Finding>, root = ''): Refusal => {
  const fields = new Map<string, string>();
  for (const { path, message, schema, type } of findings) {
    const name = [root, ...path.split('/').slice(1)].filter(Boolean).join('.') || 'body';
    if (!fields.has(name)) fields.set(name, expected(message, schema));
    // To look at all that is in a list that is too long would take as long as its sender likes.
    if (fields.size >= findings_max || type === ValueErrorType.ArrayMaxItems) break;
  }
  return new Refusal('invalidField', {
    fields: [...fields].map(([path, message]) => ({ path, message })),
  });
};

/** A check that throws `invalidField`; compiled when first needed, so that no start waits for it. */
export const createCheck = <Schema extends TSchema>(schema: Schema, root?: string) => {
  let compiled: TypeCheck<Schema> | undefined;
  return (value: unknown): Static<Schema> => {
    compiled ??= TypeCompiler.Compile(schema);
    if (compiled.Check(value)) return value;
    throw misfit(compiled.Errors(value), root);
  };
};
