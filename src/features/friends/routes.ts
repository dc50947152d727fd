import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import type { World } from '../../world';
import { block, listBlocks, unblock } from './blocks';
import { listFriends } from './list';
import {
  Asked,
  Asking,
  Blocks,
  Direction,
  Found,
  FriendList,
  Handling,
  Query,
  Requests,
} from './model';
import { unfriend } from './remove';
import { ask, handleRequest, listRequests, takeBackRequest } from './requests';
import { searchPeople } from './search';

const PATH = { prefix: '/api/v1/friends', tags: ['friends'] };

/** Friends, and who may become one. */
const people = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get(
      '',
      ({ me, request }) =>
        answers.success(
          request,
          world.readTransaction(() => listFriends(world, me)),
        ),
      {
        response: { 200: Success(FriendList) },
        ...operation('获取好友列表', 'Your friends', []),
      },
    )
    .get(
      '/search',
      ({ me, query, request }) => answers.success(request, searchPeople(world, me, query.q)),
      {
        query: Query,
        response: { 200: Success(Found) },
        ...operation('搜索用户', 'Find people by user name or whole e-mail', ['tooManyRequests']),
      },
    )
    .delete(
      '/:friend_id',
      async ({ me, params, request }) => {
        await unfriend(world, me, params.friend_id);
        return answers.done(request, 'friendRemoved');
      },
      {
        parse: noBody,
        params: pathIds('friend_id'),
        response: { 200: Done },
        ...operation('删除好友', 'End a friendship', ['notFriends']),
      },
    );

/** Blocked people. */
const blocked = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get('/blocks', ({ me, request }) => answers.success(request, listBlocks(world, me)), {
      response: { 200: Success(Blocks) },
      ...operation('获取屏蔽列表', 'People you block', []),
    })
    .put(
      '/blocks/:user_id',
      async ({ me, params, request }) => {
        await block(world, me, params.user_id);
        return answers.done(request, 'blocked');
      },
      {
        parse: noBody,
        params: pathIds('user_id'),
        response: { 200: Done },
        ...operation('屏蔽用户', 'Block someone; nothing tells them', [
          'noSuchUser',
          'yourself',
          'tooManyRequests',
        ]),
      },
    )
    .delete(
      '/blocks/:user_id',
      async ({ me, params, request }) => {
        await unblock(world, me, params.user_id);
        return answers.done(request, 'unblocked');
      },
      {
        parse: noBody,
        params: pathIds('user_id'),
        response: { 200: Done },
        ...operation('取消屏蔽', 'Block someone no longer', ['noSuchUser']),
      },
    );

/** Requests for friendship. */
const requests = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get(
      '/requests',
      ({ me, query, request }) =>
        answers.success(request, listRequests(world, me, query.direction ?? 'received')),
      {
        query: Direction,
        response: { 200: Success(Requests) },
        ...operation('获取好友请求', 'Pending friend requests', []),
      },
    )
    .post(
      '/request',
      async ({ me, body, request, set }) => {
        const asked = await ask(world, me, body);
        set.status = 201;
        return answers.success(request, asked, 'requestSent');
      },
      {
        ...json(Asking),
        response: { 201: Success(Asked) },
        ...operation('发送好友请求', 'Ask for friendship', [
          'noSuchUser',
          'yourself',
          'alreadyRequested',
          'tooManyRequests',
        ]),
      },
    )
    .put(
      '/request/:request_id',
      async ({ me, params, body, request }) => {
        await handleRequest(world, me, params.request_id, body);
        return answers.done(request, 'requestHandled');
      },
      {
        params: pathIds('request_id'),
        ...json(Handling),
        response: { 200: Done },
        ...operation('处理好友请求', 'Accept or reject a request', ['noSuchRequest']),
      },
    )
    .delete(
      '/request/:request_id',
      async ({ me, params, request }) => {
        await takeBackRequest(world, me, params.request_id);
        return answers.done(request, 'requestCancelled');
      },
      {
        parse: noBody,
        params: pathIds('request_id'),
        response: { 200: Done },
        ...operation('撤回好友请求', 'Take back your request', ['noSuchRequest']),
      },
    );

export const friends = (world: World, routeContext: RouteContext) => [
  people(world, routeContext),
  requests(world, routeContext),
  blocked(world, routeContext),
];
