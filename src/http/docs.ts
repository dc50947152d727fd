// The OpenAPI document (3.1) of the running server: the plugin lists the routes with their own
// schemas; what it says in ways that a validator or a reader would stumble over is mended here.
import type { AnyElysia } from 'elysia';
import { Elysia } from 'elysia';
import type { RefusalName } from '../errors';
import { REFUSALS } from '../errors';
import { Failure } from './envelope';

type Json = Record<string, unknown>;

interface Operation extends Json {
  'x-refusals'?: RefusalName[];
  'x-body-optional'?: boolean;
  'x-multipart'?: Json;
  responses?: Json;
  parameters?: Json[];
  requestBody?: { content: Json; required?: boolean };
  security?: Json[];
}

const COMMON: RefusalName[] = ['ourFault'];
const BEHIND_TOKEN: RefusalName[] = ['tokenInvalid', 'tokenExpired'];
const WITH_INPUT: RefusalName[] = ['invalidField'];
const WITH_BODY: RefusalName[] = [
  'unreadableBody',
  'bodyTooLarge',
  'wrongContentType',
  'invalidField',
];
const WRITING: RefusalName[] = ['cannotStore'];

/** TypeBox's ways to say an integer in a path, or code points, as JSON Schema says them. */
const mendSchema = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(mendSchema);
  if (value === null || typeof value !== 'object') return value;
  const {
    'x-integer': isInteger,
    'x-max': max,
    'x-chars': chars,
    pattern,
    ...rest
  } = value as Json;
  const mended = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, mendSchema(v)]));
  if (isInteger) return { ...mended, type: 'integer', minimum: 1, maximum: max };
  if (Array.isArray(chars)) return { ...mended, minLength: chars[0], maxLength: chars[1] };
  return pattern === undefined ? mended : { ...mended, pattern };
};

const refusalResponses = (names: RefusalName[]): Json => {
  const byStatus = new Map<number, string[]>();
  for (const name of new Set(names)) {
    const { status, code, zh, en } = REFUSALS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\` ${zh} · ${en}`]);
  }
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, lines]) => [
        String(status),
        {
          description: lines.join('; '),
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        },
      ]),
  );
};

const onlyJson = (content: unknown): Json => {
  const kinds = (content ?? {}) as Json;
  return 'application/json' in kinds ? { 'application/json': kinds['application/json'] } : kinds;
};

const mendOperation = (method: string, operation: Operation, isPublic: boolean): Json => {
  const {
    'x-refusals': own = [],
    'x-multipart': form,
    'x-body-optional': isOptional = false,
    responses = {},
    requestBody,
    ...rest
  } = operation;
  const body = form
    ? { required: true, content: { 'multipart/form-data': { schema: form } } }
    : requestBody && { required: !isOptional, content: onlyJson(requestBody.content) };
  const refusals = [
    ...own,
    ...(isPublic ? [] : BEHIND_TOKEN),
    ...(body ? WITH_BODY : []),
    ...(operation.parameters?.length ? WITH_INPUT : []),
    ...(method === 'get' ? [] : WRITING),
    ...COMMON,
  ];
  const good = Object.entries(responses as Record<string, Json>).map(([status, response]) => [
    status,
    { ...response, description: '成功 · Success', content: onlyJson(response.content) },
  ]);
  return {
    ...rest,
    ...(body ? { requestBody: body } : {}),
    security: isPublic ? [] : [{ bearer: [] }],
    responses: {
      ...(good.length > 0 ? Object.fromEntries(good) : { 200: { description: '成功 · Success' } }),
      ...refusalResponses(refusals),
    },
  };
};

/** A frame of the socket, in the place that OpenAPI 3.1 has for what a server sends by itself. */
export interface FrameDescription {
  name: string;
  zh: string;
  en: string;
  from: 'server' | 'client';
  data: object;
}

const describeFrame = ({ name, zh, en, from, data }: FrameDescription): [string, Json] => {
  const properties = {
    type: { const: name },
    data,
    ...(from === 'server'
      ? { timestamp: { type: 'string', format: 'date-time' }, seq: { type: 'integer' } }
      : { id: { type: ['string', 'integer'] } }),
  };
  const schema = { type: 'object', required: ['type', 'data'], properties };
  const side =
    from === 'server' ? '服务器发出 · sent by the server' : '客户端发出 · sent by clients';
  return [
    from === 'server' ? name : `client: ${name}`,
    {
      post: {
        tags: ['socket'],
        operationId: `${from}_${name}`,
        summary: `${zh} · ${en}`,
        description: `WebSocket: ${side}`,
        requestBody: { required: true, content: { 'application/json': { schema } } },
        responses: { 200: { description: 'WebSocket' } },
      },
    },
  ];
};

const mendPaths = (
  paths: Record<string, Record<string, Operation>>,
  isPublic: (path: string) => boolean,
) =>
  Object.fromEntries(
    Object.entries(paths).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [
          method,
          mendOperation(method, operation, isPublic(path)),
        ]),
      ),
    ]),
  );

const PUBLIC = /^\/(healthz|ws\/|api\/v1\/(auth\/(register|registration|login|kdf)|avatars\/))/;

/** `routes` are its own, not those that serve: using them elsewhere takes them off the server. */
export const createDocument = async (
  routes: AnyElysia,
  frames: FrameDescription[],
  version: string,
): Promise<Json> => {
  // Loaded with the first look at /docs: it would be a third of the time of the start.
  const { swagger } = await import('@elysiajs/swagger');
  const described = new Elysia()
    .use(
      swagger({
        path: '/docs',
        documentation: {
          info: {
            title: 'Chat8 API',
            version,
            description:
              '自托管的私密聊天 · A private messenger that people host themselves. ' +
              'WebSocket 的消息见 webhooks · The frames of the WebSocket are under webhooks.',
          },
        },
      }),
    )
    .use(routes);
  const answer = await described.handle(new Request('http://localhost/docs/json'));
  const raw = (await answer.json()) as Json & {
    paths: Record<string, Record<string, Operation>>;
  };
  const tags = [...new Set(Object.values(raw.paths).flatMap((path) => Object.values(path)))]
    .flatMap(({ tags: own }) => (Array.isArray(own) ? (own as string[]) : []))
    .filter((tag, i, all) => all.indexOf(tag) === i);
  return mendSchema({
    openapi: '3.1.0',
    info: raw.info,
    tags: tags.map((name) => ({ name })),
    paths: mendPaths(raw.paths, (path) => PUBLIC.test(path)),
    webhooks: Object.fromEntries(frames.map(describeFrame)),
    components: {
      schemas: { Failure },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  }) as Json;
};
