// Values on which a careless library calls a method, or walks without an end, in every place of
// every operation and frame that the OpenAPI document names.

export interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  const?: unknown;
  minimum?: number;
}

interface Parameter {
  in: string;
  name: string;
}

export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  body: Schema | undefined;
  /** A form, or bytes. */
  isNoJson: boolean;
}

interface Described {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface Document {
  paths: Record<string, Record<string, Described>>;
  webhooks: Record<string, { post: Described }>;
}

/** As a JSON text each: `__proto__` would not survive an object literal. */
export const VALUES: string[] = [
  'null',
  '0',
  '-0',
  '1e400',
  '1e308',
  '0.5',
  'true',
  '""',
  '"__proto__"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  // What is told apart by one of them has no other such one beside it.
  ...[
    ['toString', 'then', 'name'],
    ['valueOf', 'length', 'inspect'],
    ['toJSON', 'size', 'message'],
    ['constructor', 'type', 'stack'],
    ['hasOwnProperty', 'arrayBuffer', 'Symbol.toPrimitive'],
  ].flatMap((names) => [
    `{${names.map((name) => `"${name}":"x"`)}}`,
    `[{${names.map((name) => `"${name}":{}`)}}]`,
  ]),
  '{"toString":"x","valueOf":"x","toJSON":"x","constructor":null}',
  '{"__proto__":null}',
  '{"__proto__":{"toString":"x","message_id":{"toString":"x"}}}',
  '{"a":{"toString":"x"},"":{"":[{"valueOf":[]}]}}',
];

/** In an address and in a header everything is text. */
export const TEXTS = ['', '%', '%00', '%ff', '%ed%a0%80', '__proto__', 'toString', '{"a":1}', '[1]']
  .concat(['[object%20Object]', '1,2', '%5B', '-0', '1e400', '9'.repeat(400), '%F0%9F%91%8D'])
  .concat(['a%00b', '..%2f..', '%E2%80%AE', '*', '(', '%22', "'"]);

/** Objects and lists in one another, `levels` in all. */
export const nested = (levels: number, end = '1'): string => {
  const half = Math.floor(levels / 2);
  return `${'[{"a":'.repeat(half)}${levels % 2 === 1 ? `[${end}]` : end}${'}]'.repeat(half)}`;
};

const bodyOf = ({ requestBody }: Described) => {
  const [kind] = Object.entries(requestBody?.content ?? {});
  const isNoJson = kind !== undefined && kind[0] !== 'application/json';
  return { body: kind?.[1].schema, isNoJson };
};

export const describe = async (url: string) => {
  const api = (await (await fetch(`${url}/docs/json`)).json()) as Document;
  const operations: Operation[] = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      method: method.toUpperCase(),
      path,
      parameters: described.parameters ?? [],
      ...bodyOf(described),
    })),
  );
  const frames = Object.entries(api.webhooks)
    .filter(([name]) => name.startsWith('client: '))
    .map(([name, { post }]) => ({
      type: name.slice('client: '.length),
      data: bodyOf(post).body?.properties?.data ?? {},
    }));
  return { operations, frames };
};

type Json = string;

/** A JSON text that fits; what `known` has by a field's name is nearer to a real one. */
export const fitting = (schema: Schema, known: Record<string, Json>, name = ''): Json => {
  if (known[name] !== undefined) return known[name];
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf?.[0] !== undefined) return fitting(schema.anyOf[0], known, name);
  if (schema.properties !== undefined) {
    const members = Object.entries(schema.properties).map(
      ([key, member]) => `"${key}":${fitting(member, known, key)}`,
    );
    return `{${members.join(',')}}`;
  }
  if (schema.type === 'array') return `[${schema.items ? fitting(schema.items, known) : ''}]`;
  if (schema.type === 'boolean') return 'true';
  if (schema.type === 'integer' || schema.type === 'number') return String(schema.minimum ?? 1);
  return '"xx"';
};

const membersOf = (schema: Schema): Record<string, Schema> =>
  Object.assign({}, schema.properties, ...(schema.anyOf ?? []).map(membersOf));

/** The fitting text with `value` in each place in turn, and beside the members that it has. */
export function* poisoned(
  schema: Schema,
  value: Json,
  known: Record<string, Json>,
): Generator<Json> {
  yield value;
  const members = membersOf(schema);
  const of = (chosen: string, text: Json, without: string[] = []) =>
    `{${[
      `"${chosen}":${text}`,
      ...Object.entries(members)
        .filter(([key]) => key !== chosen && !without.includes(key))
        .map(([key, member]) => `"${key}":${fitting(member, known, key)}`),
    ].join(',')}}`;
  for (const [name, member] of Object.entries(members)) {
    for (const text of poisoned(member, value, known)) {
      yield of(name, text);
      yield `{"${name}":${text}}`;
    }
  }
  for (const name of ['toString', 'unknown', '__proto__']) {
    if (Object.keys(members).length > 0) yield of(name, value);
  }
}
