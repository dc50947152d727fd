// The OpenAPI document (3.1) of the running server: the plugin lists the routes with their own
// schemas; what a validator or a reader would stumble over is corrected.
import type { AnyElysia } from 'elysia';
import { Elysia } from 'elysia';
import { Failure } from '../envelope';
import { describeFrame, type FrameDescription } from './frames';
import { mendPaths, mendSchema, type Operation } from './operations';

type Json = Record<string, unknown>;

const PUBLIC =
  /^\/(healthz|ws\/|api\/v1\/(auth\/(register|registration|login|kdf)|avatars\/|push\/re(ceipt|newal)$))/;

/** `routes` must be separate ones: an Elysia app loses its routes when another one uses them. */
export const createDocument = async (
  routes: AnyElysia[],
  frames: FrameDescription[],
  version: string,
): Promise<Json> => {
  // Loaded with the first request of /docs: it would be a third of the time of the start.
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
