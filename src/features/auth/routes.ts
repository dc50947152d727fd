import { Elysia } from 'elysia';
import { json, noBody, optionalJson } from '../../http/body';
import { refreshCookie, refreshCookieOf } from '../../http/cookies';
import { Done, Success } from '../../http/envelope';
import { operation, optionalBody } from '../../http/operation';
import { pathIds } from '../../http/paths';
import type { RouteContext } from '../../http/route-context';
import { Kdf } from '../../values/kdf';
import type { World } from '../../world';
import { admission } from './admission';
import { createAttempts } from './attempts';
import { kdfFor } from './kdf';
import { login } from './login';
import { logout, ownerOf } from './logout';
import {
  Admission,
  AdmissionQuery,
  Credentials,
  KdfQuery,
  Refreshed,
  Registered,
  Registration,
  Renewal,
  Sessions,
  SignedIn,
  Ticket,
} from './model';
import { renew, renewWith } from './refresh';
import { register } from './register';
import { endSession, listSessions } from './sessions';
import { issueTicket } from './tickets';

interface Asked {
  request: Request;
  server: Parameters<RouteContext['addressOf']>[1];
}

interface Answering extends Asked {
  set: { headers: Record<string, unknown> };
}

export const auth = (world: World, routeContext: RouteContext) => {
  const { guard, answers, addressOf, identify, identifyExpired, isSecure, origins } = routeContext;
  const attempts = createAttempts(world);
  const from = ({ request, server }: Asked) => ({
    user_agent: request.headers.get('user-agent') ?? '',
    address: addressOf(request, server),
  });
  const setCookie = ({ request, server, set }: Answering, token: string | null) => {
    set.headers['set-cookie'] = refreshCookie(token, isSecure(request, server));
  };
  // Other origins get no credentials, neither to send nor to keep.
  const isOwn = ({ request, server }: Asked) => origins.isSame(request, server);
  /** Out of the JSON and into a cookie, where that was asked for. */
  const handOver = <Pair extends { refresh_token?: string }>(
    pair: Pair,
    isCookie: boolean | undefined,
    context: Answering,
  ) => {
    const { refresh_token, ...rest } = pair;
    if (!isCookie || refresh_token === undefined || !isOwn(context)) return pair;
    setCookie(context, refresh_token);
    return rest;
  };
  const cookieOf = (asked: Asked) => (isOwn(asked) ? refreshCookieOf(asked.request) : undefined);
  /** By the token, expired or not, or by the cookie. */
  const signedInAs = async (request: Request, cookie: string | undefined) => {
    try {
      return await identifyExpired(request);
    } catch (error) {
      if (cookie === undefined) throw error;
      return ownerOf(world, cookie);
    }
  };
  return new Elysia({ prefix: '/api/v1/auth', tags: ['auth'] })
    .post(
      '/register',
      async (context) => {
        const { body, request, set } = context;
        const registered = await register(world, body, from(context));
        set.status = 201;
        return answers.success(request, handOver(registered, body.cookie, context), 'registered');
      },
      {
        ...json(Registration),
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
      async (context) => {
        const { body, request } = context;
        const signedIn = await login(world, attempts, body, from(context));
        return answers.success(request, handOver(signedIn, body.cookie, context), 'signedIn');
      },
      {
        ...json(Credentials),
        response: { 200: Success(SignedIn) },
        ...operation('用户登录', 'Sign in', ['wrongPassword', 'notYours', 'tooManyRequests']),
      },
    )
    .get(
      '/kdf',
      ({ query, request, server }) => {
        world.rateLimiter.take('kdf', addressOf(request, server));
        return answers.success(request, kdfFor(world, query.username));
      },
      {
        query: KdfQuery,
        response: { 200: Success(Kdf) },
        ...operation('获取密码派生参数', 'How to derive the password of an account', [
          'tooManyRequests',
        ]),
      },
    )
    .get(
      '/registration',
      ({ query, request }) => answers.success(request, admission(world, query.invite)),
      {
        query: AdmissionQuery,
        response: { 200: Success(Admission) },
        ...operation('查询注册方式与邀请', 'Who may register, and what an invitation is worth', []),
      },
    )
    .post(
      '/refresh',
      async (context) => {
        const { body, request } = context;
        const cookie = request.headers.has('authorization') ? undefined : cookieOf(context);
        const token = body.refresh_token ?? cookie;
        const { address } = from(context);
        if (token === undefined) {
          const me = await identify(request);
          return answers.success(request, await renew(world, me, address), 'refreshed');
        }
        const isCookie = body.refresh_token === undefined;
        const pair = await renewWith(world, token, address);
        return answers.success(request, handOver(pair, isCookie, context), 'refreshed');
      },
      {
        ...optionalJson(Renewal),
        response: { 200: Success(Refreshed) },
        ...optionalBody(operation('刷新令牌', 'Refresh the token', ['tooManyRequests'])),
      },
    )
    .post(
      '/logout',
      async (context) => {
        const { request } = context;
        const cookie = cookieOf(context);
        if (cookie !== undefined) setCookie(context, null);
        await logout(world, await signedInAs(request, cookie));
        return answers.done(request, 'signedOut');
      },
      {
        parse: noBody,
        response: { 200: Done },
        ...operation('用户登出', 'Sign out', []),
      },
    )
    .use(guard)
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
      ({ me, request }) => {
        world.rateLimiter.take('socket', String(me.id));
        return answers.success(request, issueTicket(world.tickets, me));
      },
      {
        parse: noBody,
        response: { 200: Success(Ticket) },
        ...operation('获取 WebSocket 票据', 'A single-use ticket for the socket’s address', [
          'tooManyRequests',
        ]),
      },
    );
};
