import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body';
import { Done, Success } from '../../http/envelope';
import type { Kit } from '../../http/kit';
import { operation } from '../../http/operation';
import { pathIds } from '../../http/paths';
import type { World } from '../../world';
import { Draft, History, Message, Page } from './model';
import { deleteMessage, history, markRead, sendMessage } from './service';

export const messages = (world: World, { guard, answers }: Kit) =>
  new Elysia({ prefix: '/api/v1/messages', tags: ['messages'] })
    .use(guard)
    .get(
      '/:id',
      ({ me, params, query, request }) =>
        answers.success(request, history(world, me, params.id, query)),
      {
        params: pathIds('id'),
        query: Page,
        response: { 200: Success(History) },
        ...operation('获取聊天记录', 'The conversation with a friend', [
          'noSuchUser',
          'notFriends',
          'yourself',
        ]),
      },
    )
    .post(
      '',
      async ({ me, body, request }) =>
        answers.success(request, await sendMessage(world, me, body), 'messageSent'),
      {
        parse: json,
        body: Draft,
        response: { 200: Success(Message) },
        ...operation('发送消息', 'Send a message', [
          'noSuchUser',
          'notFriends',
          'yourself',
          'noSuchFile',
          'clientIdReused',
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
        ...operation('删除消息', 'Delete a message', ['noSuchMessage', 'messageNotYours']),
      },
    );
