// A plain route with `server.upgrade`: Elysia's own .ws() answers 404 under short host names.
import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { languageOf } from '../../http/language';
import { operation, upgrade } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { AnySeq, pathIds } from '../../http/url-parameters';
import { invalid, Refusal } from '../../protocol/errors';
import { createDevice } from '../../realtime/device';
import type { World } from '../../world';

type Compared = ReturnType<RouteContext['origins']['compared']>;

const Query = Type.Object({
  token: Type.Optional(Type.String()),
  since: Type.Optional(AnySeq()),
  epoch: Type.Optional(Type.String()),
});

/** From the address: the framework reads the query of every request if a hook here names it. */
const tokenIn = ({ url }: Request): string => {
  const [, query = ''] = url.split('?', 2);
  return new URLSearchParams(query).get('token') ?? '';
};

/** A token has dots, a ticket none; both are good for as long as the session. */
const admitted = ({ tokens, tickets }: Pick<World, 'tokens' | 'tickets'>, text: string) => {
  if (text === '' || text.includes('.')) return tokens.examine(text);
  const me = tickets.redeem(text);
  tokens.mustBeLive(me);
  return me;
};

/** The person is shut out and can't know why, so the operator is told. */
const refuseOrigin = ({ log, condition, clock }: World, compared: Compared): never => {
  log.warn('a socket was refused for its Origin', { ...compared });
  condition.origin_refused = { ...compared, at: clock.now() };
  throw new Refusal('notYours');
};

export const socket = (world: World, { origins }: RouteContext) =>
  new Elysia({ tags: ['socket'] })
    // Before the schema: to a stranger even an address that names nobody is 401.
    .derive(async ({ request }) => ({ me: await admitted(world, tokenIn(request)) }))
    .get(
      '/ws/:user_id',
      async ({ me, params, query, request, server }) => {
        if (me.id !== params.user_id) throw new Refusal('notYours');
        if (!origins.isAllowed(request, server)) {
          refuseOrigin(world, origins.compared(request, server));
        }
        world.rateLimiter.take('socket', String(me.id));
        const device = createDevice(
          {
            user_id: me.id,
            session_id: me.session_id,
            language: languageOf(request, world.config.lang),
            since: query.since ?? null,
            epoch: query.epoch ?? null,
          },
          world.clock.now(),
        );
        if (!server?.upgrade(request, { data: device })) {
          throw invalid('Upgrade', 'must be a WebSocket handshake');
        }
        return undefined;
      },
      {
        params: pathIds('user_id'),
        query: Query,
        ...upgrade(
          operation('WebSocket 连接', 'Connect a device', [
            'notYours',
            'tokenInvalid',
            'tokenExpired',
            'tooManyRequests',
          ]),
        ),
      },
    );
