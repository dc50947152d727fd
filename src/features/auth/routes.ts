import { Elysia } from 'elysia';
import { json, noBody } from '../../http/body';
import { Done, Success } from '../../http/envelope';
import type { Kit } from '../../http/kit';
import { operation } from '../../http/operation';
import type { World } from '../../world';
import { Credentials, Refreshed, Registered, Registration, SignedIn } from './model';
import { login, logout, refresh, register } from './service';

const userAgent = (request: Request) => request.headers.get('user-agent') ?? '';

export const auth = (world: World, { guard, answers }: Kit) =>
  new Elysia({ prefix: '/api/v1/auth', tags: ['auth'] })
    .post(
      '/register',
      async ({ body, request, set }) => {
        const registered = await register(world, body, userAgent(request));
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
      async ({ body, request }) =>
        answers.success(request, await login(world, body, userAgent(request)), 'signedIn'),
      {
        parse: json,
        body: Credentials,
        response: { 200: Success(SignedIn) },
        ...operation('用户登录', 'Sign in', ['wrongPassword', 'notYours', 'tooManyRequests']),
      },
    )
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
    );
