import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation, writtenOut } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import type { RefusalName } from '../../protocol/codes';
import type { World } from '../../world';
import { deleteMessage, deleteMessages } from './delete';
import { editMessage } from './edit';
import { history } from './history';
import {
  Deletion,
  Draft,
  Edit,
  FoundMessages,
  HistoryPage,
  HistoryQuery,
  Message,
  SearchQuery,
} from './model';
import { createOneSearch } from './one-search';
import { react } from './react';
import { markRead } from './read';
import { searchMessages } from './search';
import { sendMessage } from './send';

const Reaction = Type.Object({ ...pathIds('id').properties, emoji: Type.String() });
const reactionRefusals: RefusalName[] = [
  'noSuchMessage',
  'messageNotYours',
  'notFriends',
  'tooManyRequests',
];

const sendRefusals: RefusalName[] = [
  'noSuchUser',
  'notFriends',
  'noSuchFile',
  'noSuchMessage',
  'messageNotYours',
  'clientIdReused',
  'tooManyRequests',
  'quotaReached',
  'undecryptable',
  'staleKey',
];

const PATH = { prefix: '/api/v1/messages', tags: ['messages'] };

/** A page of a conversation. */
const pages = (world: World, { pageGuard, answers }: RouteContext) =>
  new Elysia(PATH).use(pageGuard).get(
    '/:id',
    ({ me, params, query, request }) =>
      answers.success(
        request,
        world.readTransaction(() => history(world, me, params.id, query)),
      ),
    {
      params: pathIds('id'),
      query: HistoryQuery,
      response: { 200: Success(HistoryPage) },
      ...writtenOut(
        operation('获取聊天记录', 'The conversation with a friend', ['noSuchUser', 'notFriends']),
      ),
    },
  );

/** Finding messages, and marking them as read. */
const reading = (world: World, { guard, answers, concurrency }: RouteContext) => {
  const oneSearch = createOneSearch();
  return new Elysia(PATH)
    .use(guard)
    .get(
      '/search',
      async ({ me, query, request }) => {
        world.rateLimiter.take('search', String(me.id));
        const found = await oneSearch(me.id, () => searchMessages(world, me, query));
        concurrency.waited(request);
        return answers.success(request, found);
      },
      {
        query: SearchQuery,
        response: { 200: Success(FoundMessages) },
        ...operation('搜索消息', 'Find your unencrypted messages', [
          'noSuchUser',
          'notFriends',
          'tooManyRequests',
        ]),
      },
    )
    .put(
      '/:id/read',
      async ({ me, params, request }) => {
        await markRead(world, me, params.id);
        return answers.done(request, 'messageRead');
      },
      {
        parse: noBody,
        params: pathIds('id'),
        response: { 200: Done },
        ...operation('标记消息已读', 'Mark a message as read', [
          'noSuchMessage',
          'messageNotYours',
        ]),
      },
    );
};

/** Sending and editing messages. */
const writing = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .post(
      '',
      async ({ me, body, request }) => {
        return answers.success(request, await sendMessage(world, me, body), 'messageSent');
      },
      {
        ...json(Draft),
        response: { 200: Success(Message) },
        ...writtenOut(operation('发送消息', 'Send a message', sendRefusals)),
      },
    )
    .put(
      '/:id',
      async ({ me, params, body, request }) => {
        const edited = await editMessage(world, me, params.id, body);
        return answers.success(request, edited, 'messageEdited');
      },
      {
        params: pathIds('id'),
        ...json(Edit),
        response: { 200: Success(Message) },
        ...operation('编辑消息', 'Edit your message, within 24 hours', [
          'noSuchMessage',
          'messageNotYours',
          'notFriends',
          'clientIdReused',
          'noSuchFile',
          'tooManyRequests',
          'quotaReached',
          'undecryptable',
          'staleKey',
        ]),
      },
    );

/** Deleting one, or several at once. */
const deleting = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .post(
      '/delete',
      async ({ me, body, request }) => {
        await deleteMessages(world, me, body.ids);
        return answers.done(request, 'messagesDeleted');
      },
      {
        ...json(Deletion),
        response: { 200: Done },
        ...operation('批量删除消息', 'Delete several messages: all of them, or none', [
          'noSuchMessage',
          'messageNotYours',
          'tooManyRequests',
        ]),
      },
    )
    .delete(
      '/:id',
      async ({ me, params, request }) => {
        await deleteMessage(world, me, params.id);
        return answers.done(request, 'messageDeleted');
      },
      {
        parse: noBody,
        params: pathIds('id'),
        response: { 200: Done },
        ...operation(
          '删除消息',
          'Delete a message',
          ['noSuchMessage', 'messageNotYours', 'tooManyRequests'],
          '自己发的为双方删除，清空会话后仍可删除；收到的只对自己隐藏 · Your own goes for both, also after you have cleared the conversation; another’s is hidden from you alone',
        ),
      },
    );

/** Reacting with an emoji. */
const reacting = (world: World, { guard, answers }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .put(
      '/:id/reactions/:emoji',
      async ({ me, params, request }) => {
        return answers.success(request, await react(world, me, params.id, params.emoji, true));
      },
      {
        parse: noBody,
        params: Reaction,
        response: { 200: Success(Message) },
        ...operation('添加回应', 'React with an emoji', reactionRefusals),
      },
    )
    .delete(
      '/:id/reactions/:emoji',
      async ({ me, params, request }) => {
        return answers.success(request, await react(world, me, params.id, params.emoji, false));
      },
      {
        parse: noBody,
        params: Reaction,
        response: { 200: Success(Message) },
        ...operation('撤回回应', 'Take your reaction back', reactionRefusals),
      },
    );

export const messages = (world: World, routeContext: RouteContext) => [
  pages(world, routeContext),
  reading(world, routeContext),
  writing(world, routeContext),
  deleting(world, routeContext),
  reacting(world, routeContext),
];
