import { Elysia } from 'elysia';
import { additionalJson, json, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation, optionalBody } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import { Kdf } from '../../values/kdf';
import type { World } from '../../world';
import { admission } from './admission';
import { createAttempts } from './attempts';
import { type Asked, createRefreshCookie } from './cookie';
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

const REGISTER = {
  ...json(Registration),
  response: { 201: Success(Registered) },
  ...operation('用户注册', 'Register', [
    'registrationClosed',
    'usernameTaken',
    'emailTaken',
    'tooManyRequests',
  ]),
};
const LOGIN = {
  ...json(Credentials),
  response: { 200: Success(SignedIn) },
  ...operation('用户登录', 'Sign in', ['wrongPassword', 'notYours', 'tooManyRequests']),
};
const KDF = {
  query: KdfQuery,
  response: { 200: Success(Kdf) },
  ...operation('获取密码派生参数', 'How to derive the password of an account', ['tooManyRequests']),
};
const ADMISSION = {
  query: AdmissionQuery,
  response: { 200: Success(Admission) },
  ...operation('查询注册方式与邀请', 'Who may register, and what an invitation is worth', []),
};
const REFRESH = {
  ...additionalJson(Renewal),
  response: { 200: Success(Refreshed) },
  ...optionalBody(operation('刷新令牌', 'Refresh the token', ['tooManyRequests'])),
};
const LOGOUT = {
  parse: noBody,
  response: { 200: Done },
  ...operation('用户登出', 'Sign out', []),
};
const SESSIONS = {
  response: { 200: Success(Sessions) },
  ...operation('获取登录会话', 'Your sessions', []),
};
const END_SESSION = {
  parse: noBody,
  params: pathIds('id'),
  response: { 200: Done },
  ...operation('结束登录会话', 'End one of your sessions', ['noSuchPath']),
};
const TICKET = {
  parse: noBody,
  response: { 200: Success(Ticket) },
  ...operation('获取 WebSocket 票据', 'A single-use ticket for the socket’s address', [
    'tooManyRequests',
  ]),
};

const PATH = { prefix: '/api/v1/auth', tags: ['auth'] };

const createFrom =
  (
    { condition, clock }: World,
    { addressOf, unnamedProxy }: Pick<RouteContext, 'addressOf' | 'unnamedProxy'>,
  ) =>
  ({ request, server }: Asked) => {
    const proxy = unnamedProxy(request, server);
    // The operator hears it, for people only see that they are refused.
    if (proxy) condition.proxy_unnamed = { address: proxy, at: clock.now() };
    return {
      user_agent: request.headers.get('user-agent') ?? '',
      address: addressOf(request, server),
    };
  };

/** For people who are not signed in. */
const signingIn = (world: World, routeContext: RouteContext) => {
  const { answers, addressOf } = routeContext;
  const attempts = createAttempts(world);
  const cookie = createRefreshCookie(routeContext);
  const from = createFrom(world, routeContext);
  return new Elysia(PATH)
    .post(
      '/register',
      async (context) => {
        const { body, request, set } = context;
        const registered = await register(world, body, from(context));
        set.status = 201;
        const moved = cookie.move(registered, body.cookie, context);
        return answers.success(request, moved, 'registered');
      },
      REGISTER,
    )
    .post(
      '/login',
      async (context) => {
        const { body, request } = context;
        const signedIn = await login(world, attempts, body, from(context));
        return answers.success(request, cookie.move(signedIn, body.cookie, context), 'signedIn');
      },
      LOGIN,
    )
    .get(
      '/kdf',
      ({ query, request, server }) => {
        world.rateLimiter.take('kdf', addressOf(request, server));
        return answers.success(request, kdfFor(world, query.username));
      },
      KDF,
    )
    .get(
      '/registration',
      ({ query, request }) => answers.success(request, admission(world, query.invite)),
      ADMISSION,
    );
};

/** Renewing and ending sessions. */
const sessions = (world: World, routeContext: RouteContext) => {
  const { guard, answers, identify, identifyExpired } = routeContext;
  const cookie = createRefreshCookie(routeContext);
  const from = createFrom(world, routeContext);
  /** By the token, expired or not, or by the cookie. */
  const signedInAs = async (request: Request, refresh_token: string | undefined) => {
    try {
      return await identifyExpired(request);
    } catch (error) {
      if (refresh_token === undefined) throw error;
      return ownerOf(world, refresh_token);
    }
  };
  return new Elysia(PATH)
    .post(
      '/refresh',
      async (context) => {
        const { body, request } = context;
        const kept = request.headers.has('authorization') ? undefined : cookie.read(context);
        const token = body.refresh_token ?? kept;
        const { address } = from(context);
        if (token === undefined) {
          const me = await identify(request);
          return answers.success(request, await renew(world, me, address), 'refreshed');
        }
        const isCookie = body.refresh_token === undefined;
        const pair = await renewWith(world, token, address);
        return answers.success(request, cookie.move(pair, isCookie, context), 'refreshed');
      },
      REFRESH,
    )
    .post(
      '/logout',
      async (context) => {
        const { request } = context;
        const kept = cookie.read(context);
        if (kept !== undefined) cookie.clear(context);
        await logout(world, await signedInAs(request, kept));
        return answers.done(request, 'signedOut');
      },
      LOGOUT,
    )
    .use(guard)
    .get(
      '/sessions',
      ({ me, request }) => answers.success(request, listSessions(world, me)),
      SESSIONS,
    )
    .delete(
      '/sessions/:id',
      async ({ me, params, request }) => {
        await endSession(world, me, params.id);
        return answers.done(request, 'signedOut');
      },
      END_SESSION,
    )
    .post(
      '/ws-ticket',
      ({ me, request }) => {
        world.rateLimiter.take('socket', String(me.id));
        return answers.success(request, issueTicket(world.tickets, me));
      },
      TICKET,
    );
};

export const auth = (world: World, routeContext: RouteContext) => [
  signingIn(world, routeContext),
  sessions(world, routeContext),
];
