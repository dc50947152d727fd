import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body';
import { Done, Success } from '../../http/envelope';
import type { Kit } from '../../http/kit';
import { operation } from '../../http/operation';
import { pathIds } from '../../http/paths';
import type { World } from '../../world';
import { createAttempts } from './attempts';
import {
  Credentials,
  Kdf,
  KdfQuery,
  Refreshed,
  Registered,
  Registration,
  Sessions,
  SignedIn,
  Ticket,
} from './model';
import { kdfFor, login, logout, refresh, register } from './service';
import { endSession, issueTicket, listSessions } from './sessions';

export const auth = (world: World, { guard, answers, addressOf }: Kit) => {
  const attempts = createAttempts(world.pace);
  const from = (request: Request, server: Parameters<typeof addressOf>[1]) => ({
    user_agent: request.headers.get('user-agent') ?? '',
    address: addressOf(request, server),
  });
  return new Elysia({ prefix: '/api/v1/auth', tags: ['auth'] })
    .post(
      '/register',
      async ({ body, request, server, set }) => {
        const registered = await register(world, body, from(request, server));
        set.status = 201;
        return answers.success(request, registered, 'registered');
      },
      {
        parse: json,
        body: Registration,
        response: { 201: Success(Registered) },
        ...operation('用户注册', 'Register', [
          'registrationClosed',
          'usernameTaken',
          'emailTaken',
          'tooManyRequests',
        ]),
      },
    )
    .post(
      '/login',
      async ({ body, request, server }) =>
        answers.success(
          request,
          await login(world, attempts, body, from(request, server)),
          'signedIn',
        ),
      {
        parse: json,
        body: Credentials,
        response: { 200: Success(SignedIn) },
        ...operation('用户登录', 'Sign in', ['wrongPassword', 'notYours', 'tooManyRequests']),
      },
    )
    .get('/kdf', ({ query, request }) => answers.success(request, kdfFor(world, query.username)), {
      query: KdfQuery,
      response: { 200: Success(Kdf) },
      ...operation('获取密码派生参数', 'How to derive the password of an account', []),
    })
    .use(guard)
    .post(
      '/refresh',
      async ({ me, request }) => answers.success(request, await refresh(world, me), 'refreshed'),
      {
        parse: noBody,
        response: { 200: Success(Refreshed) },
        ...operation('刷新令牌', 'Refresh the token', []),
      },
    )
    .post(
      '/logout',
      async ({ me, request }) => {
        await logout(world, me);
        return answers.done(request, 'signedOut');
      },
      {
        parse: noBody,
        response: { 200: Done },
        ...operation('用户登出', 'Sign out', []),
      },
    )
    .get('/sessions', ({ me, request }) => answers.success(request, listSessions(world, me)), {
      response: { 200: Success(Sessions) },
      ...operation('获取登录会话', 'Your sessions', []),
    })
    .delete(
      '/sessions/:id',
      async ({ me, params, request }) => {
        await endSession(world, me, params.id);
        return answers.done(request, 'signedOut');
      },
      {
        parse: noBody,
        params: pathIds('id'),
        response: { 200: Done },
        ...operation('结束登录会话', 'End one of your sessions', ['noSuchPath']),
      },
    )
    .post(
      '/ws-ticket',
      ({ me, request }) => answers.success(request, issueTicket(world.tickets, me)),
      {
        parse: noBody,
        response: { 200: Success(Ticket) },
        ...operation('获取 WebSocket 票据', 'A single-use ticket for the socket’s address', []),
      },
    );
};
