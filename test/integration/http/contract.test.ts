// The API document and the server's own OpenAPI: neither may have what the other lacks.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { REFUSALS } from '../../../src/protocol/errors';
import type { Shape } from '../../support/openapi/document';
import { codes, events, operations } from '../../support/openapi/document';
import { call } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  const?: unknown;
}

interface Operation {
  summary?: string;
  security: object[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  webhooks: Record<string, { post: Operation }>;
}

/** What the server has beyond the document, on purpose. */
const ADDITIONS = [
  'get /healthz',
  'get /ws/{}',
  'get /api/v1/friends/requests',
  'delete /api/v1/friends/request/{}',
  'get /api/v1/encryption/keys',
  'get /api/v1/encryption/public-keys',
  'get /api/v1/avatars/{}',
  'get /api/v1/files/{}',
  'get /api/v1/conversations',
  'put /api/v1/conversations/{}',
  'delete /api/v1/conversations/{}',
  'post /api/v1/messages/delete',
  'put /api/v1/conversations/{}/read',
  'get /api/v1/push',
  'put /api/v1/push',
  'put /api/v1/push/subscription',
  'delete /api/v1/push/subscription/{}',
  'post /api/v1/push/subscription/{}/test',
  'post /api/v1/push/receipt',
  'post /api/v1/push/renewal',
  'get /api/v1/calls/ice-servers',
  'post /api/v1/calls/test',
  'get /api/v1/events',
  'get /api/v1/auth/kdf',
  'get /api/v1/auth/registration',
  'get /api/v1/auth/sessions',
  'post /api/v1/upload/parts',
  'put /api/v1/upload/parts/{}',
  'get /api/v1/upload/parts/{}',
  'delete /api/v1/upload/parts/{}',
  'post /api/v1/upload/parts/{}/done',
  'delete /api/v1/auth/sessions/{}',
  'post /api/v1/auth/ws-ticket',
  'put /api/v1/user/privacy',
  'get /api/v1/user/storage',
  'get /api/v1/user/export',
  'delete /api/v1/user',
  'get /api/v1/friends/blocks',
  'put /api/v1/friends/blocks/{}',
  'delete /api/v1/friends/blocks/{}',
  'post /api/v1/invites',
  'get /api/v1/invites',
  'delete /api/v1/invites/{}',
  'post /api/v1/invites/{}/accept',
  'post /api/v1/invites/{}/proof',
  'get /api/v1/messages/search',
  'put /api/v1/messages/{}',
  'put /api/v1/messages/{}/reactions/{}',
  'delete /api/v1/messages/{}/reactions/{}',
];

let server: Server;
let api: Document;
const found = new Map<string, Operation>();

beforeAll(async () => {
  server = await startServer();
  api = (await (await fetch(`${server.url}/docs/json`)).json()) as Document;
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      found.set(`${method} ${path.replace(/\{\w+\}/g, '{}')}`, operation);
    }
  }
});
afterAll(() => server[Symbol.asyncDispose]());

const TYPES = ['string', 'integer', 'boolean'];

/** Where a shape of the document does not fit a schema of the server; empty where it does. */
const misfits = (shape: Shape, schema: Schema | undefined, at: string): string[] => {
  if (schema === undefined) return [`${at} is missing`];
  if (Array.isArray(shape)) return misfits(shape[0] ?? '', schema.items, `${at}[]`);
  if (typeof shape === 'object') {
    return Object.entries(shape).flatMap(([name, member]) =>
      misfits(member, schema.properties?.[name], `${at}.${name}`),
    );
  }
  if (typeof shape === 'number') return schema.type === 'integer' ? [] : [`${at} is no integer`];
  if (typeof shape === 'boolean')
    return [schema.type, typeof schema.const].includes('boolean') ? [] : [at];
  const values = schema.anyOf?.map((each) => each.const) ?? [schema.const];
  if (shape.includes('|')) {
    const same = shape.split('|').every((word) => values.includes(word));
    return same ? [] : [`${at} is not ${shape}`];
  }
  if (!TYPES.includes(shape)) {
    return values.includes(shape) || schema.type === 'string' ? [] : [`${at} is not ${shape}`];
  }
  const isEnum = shape === 'string' && values.every((value) => typeof value === 'string');
  return schema.type === shape || isEnum ? [] : [`${at} is no ${shape}`];
};

test('the document names 21 operations, 5 events and 15 codes', () => {
  expect(operations).toHaveLength(21);
  expect(events).toHaveLength(5);
  expect(codes).toHaveLength(15);
});

test('every operation of the document is in the OpenAPI, and no other but the additions', () => {
  const documented = operations.map(({ method, path }) => `${method} ${path}`);
  expect([...found.keys()].sort()).toEqual([...documented, ...ADDITIONS].sort());
});

test('every field of the document is in the OpenAPI, with its type', () => {
  const wrong = operations.flatMap(({ method, path, request, response }) => {
    const name = `${method} ${path}`;
    const operation = found.get(name);
    const answer = operation?.responses['200'] ?? operation?.responses['201'];
    const json = 'application/json';
    return [
      ...(request ? misfits(request, operation?.requestBody?.content[json]?.schema, name) : []),
      ...(response ? misfits(response, answer?.content?.[json]?.schema, name) : []),
    ];
  });
  expect(wrong).toEqual([]);
});

test('the OpenAPI says of each operation whether it takes a token', async () => {
  const wrong: string[] = [];
  for (const [name, { security }] of found) {
    // The socket takes its token in the address.
    if (name.includes('/ws/')) continue;
    const [method = '', path = ''] = name.split(' ');
    const { status } = await call(server.url, method.toUpperCase(), path.replaceAll('{}', '1'));
    if ((status === 401) !== security.length > 0) wrong.push(`${name} answered ${status}`);
  }
  expect(wrong).toEqual([]);
});

test('every event of the document is described, with its fields', () => {
  const wrong = events.flatMap(({ type, data }) => {
    const body = api.webhooks[type]?.post.requestBody?.content['application/json'];
    return misfits(data, body?.schema.properties?.data, type);
  });
  expect(wrong).toEqual([]);
});

test('every code of the document is in the book of refusals and in the OpenAPI', () => {
  const known = Object.values(REFUSALS).map(({ code }) => code);
  const described = JSON.stringify(api.paths);
  for (const code of codes) {
    expect(known).toContain(code);
    expect(described).toContain(code);
  }
});

test('one code has one status, and titles are in both languages', () => {
  const statuses = new Map<string, number>();
  for (const { code, status } of Object.values(REFUSALS)) {
    expect(statuses.get(code) ?? status).toBe(status);
    statuses.set(code, status);
  }
  for (const { summary = '' } of found.values()) {
    expect(summary).toMatch(/\p{Script=Han}/u);
    expect(summary).toMatch(/[a-z]/i);
  }
});

test('an OpenAPI validator has nothing to say against it', async () => {
  const result = await new Validator().validate(JSON.parse(JSON.stringify(api)));
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});
