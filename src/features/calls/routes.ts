import { Elysia } from 'elysia';
import { optionalJson } from '../../http/body/json';
import { Success } from '../../http/envelope';
import { operation, optionalBody } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import type { World } from '../../world';
import { iceServers } from './ice-servers';
import { IceServers, IceServersQuery, TestCallDraft, TestCallMade } from './model';
import { pageAddress } from './relay-urls';
import { testCall } from './test-call';

export const calls = (world: World, { guard, answers, isSecure, origins }: RouteContext) =>
  new Elysia({ prefix: '/api/v1/calls', tags: ['calls'] })
    .use(guard)
    .get(
      '/ice-servers',
      async ({ me, query, request, server }) => {
        const page = pageAddress(origins.hostOf(request, server), isSecure(request, server));
        return answers.success(request, await iceServers(world, me, query.call_id, page));
      },
      {
        query: IceServersQuery,
        response: { 200: Success(IceServers) },
        ...operation('获取 ICE 服务器', 'ICE servers for a call of yours that rings or runs', [
          'noSuchCall',
        ]),
      },
    )
    .post(
      '/test',
      ({ me, body, request }) => answers.success(request, testCall(world, me, body.user_id)),
      {
        ...optionalJson(TestCallDraft),
        response: { 200: Success(TestCallMade) },
        ...optionalBody(
          operation('测试通话', 'A call with yourself or a friend that rings nowhere', [
            'yourself',
            'noSuchUser',
            'notFriends',
            'tooManyRequests',
          ]),
        ),
      },
    );
