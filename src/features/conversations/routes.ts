import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation, writtenOut } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import type { World } from '../../world';
import { changeConversation } from './change';
import { clearConversation } from './clear';
import { conversations as list } from './list';
import { ChangedConversation, ConversationChange, Conversations, ReadUpTo } from './model';
import { readUpTo } from './read';

const PATH = { prefix: '/api/v1/conversations', tags: ['conversations'] };

const all = (world: World, { pageGuard, answers }: RouteContext) =>
  new Elysia(PATH).use(pageGuard).get(
    '',
    ({ me, request }) =>
      answers.success(
        request,
        world.readTransaction(() => list(world, me)),
      ),
    {
      response: { 200: Success(Conversations) },
      ...writtenOut(operation('获取会话列表', 'Your conversations, the latest first', [])),
    },
  );

const one = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .put(
      '/:friend_id',
      async ({ me, params, body, request }) =>
        answers.success(
          request,
          await changeConversation(world, me, params.friend_id, body),
          'conversationChanged',
        ),
      {
        params: pathIds('friend_id'),
        ...json(ConversationChange),
        response: { 200: Success(ChangedConversation) },
        ...operation('更改会话设置', 'Your own view of a conversation', [
          'noSuchUser',
          'notFriends',
          'tooManyRequests',
        ]),
      },
    )
    .delete(
      '/:friend_id',
      async ({ me, params, request }) => {
        await clearConversation(world, me, params.friend_id);
        return answers.done(request, 'conversationCleared');
      },
      {
        parse: noBody,
        params: pathIds('friend_id'),
        response: { 200: Done },
        ...operation('清空会话', 'Hide every message of a conversation from yourself', [
          'noSuchUser',
          'notFriends',
          'tooManyRequests',
        ]),
      },
    )
    .put(
      '/:friend_id/read',
      async ({ me, params, body, request }) => {
        await readUpTo(world, me, params.friend_id, body.up_to);
        return answers.done(request, 'messageRead');
      },
      {
        params: pathIds('friend_id'),
        ...json(ReadUpTo),
        response: { 200: Done },
        ...operation('标记会话已读', 'Mark all up to a message as read', [
          'noSuchUser',
          'notFriends',
        ]),
      },
    );

export const conversations = (world: World, routeContext: RouteContext) => [
  all(world, routeContext),
  one(world, routeContext),
];
