import { Elysia } from 'elysia';
import { json, looseJson, noBody } from '../../http/body/json';
import { Done, Success } from '../../http/envelope';
import { operation } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import { pathIds } from '../../http/url-parameters';
import { push_receipt_bytes_max } from '../../protocol/push-limits';
import type { World } from '../../world';
import {
  Push,
  Receipt,
  Renewal,
  Renewed,
  SettingsChange,
  Subscribed,
  SubscriptionDraft,
  Tested,
} from './model';
import { takeReceipt } from './receipt';
import { renewSubscription } from './renewal';
import { changePush, pushOf } from './settings';
import { subscribe } from './subscribe';
import { testPush } from './test-push';
import { unsubscribe } from './unsubscribe';

const PATH = { prefix: '/api/v1/push', tags: ['push'] };

/** Of a person who is signed in. */
const own = (world: World, { guard, answers, origins }: RouteContext) =>
  new Elysia(PATH)
    .use(guard)
    .get('', ({ me, request }) => answers.success(request, pushOf(world, me)), {
      response: { 200: Success(Push) },
      ...operation('获取推送设置', 'How your devices are reached by push notifications', []),
    })
    .put(
      '',
      async ({ me, body, request }) =>
        answers.success(request, await changePush(world, me, body), 'pushChanged'),
      {
        ...json(SettingsChange),
        response: { 200: Success(Push) },
        ...operation('更改推送设置', 'Do not disturb, or calls only', ['tooManyRequests']),
      },
    )
    .put(
      '/subscription',
      async ({ me, body, request, server }) => {
        const origin = origins.ofPage(request, server);
        return answers.success(request, await subscribe(world, me, body, origin), 'subscribed');
      },
      {
        ...json(SubscriptionDraft),
        response: { 200: Success(Subscribed) },
        ...operation('订阅推送', 'Subscribe a device, or change what it hears', [
          'noPushService',
          'otherPushKey',
          'tooManyRequests',
        ]),
      },
    )
    .delete(
      '/subscription/:id',
      async ({ me, params, request }) => {
        await unsubscribe(world, me, params.id);
        return answers.done(request, 'unsubscribed');
      },
      {
        parse: noBody,
        params: pathIds('id'),
        response: { 200: Done },
        ...operation('取消推送订阅', 'A device hears nothing any more', ['noSuchPath']),
      },
    )
    .post(
      '/subscription/:id/test',
      ({ me, params, request }) => answers.success(request, testPush(world, me, params.id)),
      {
        parse: noBody,
        params: pathIds('id'),
        response: { 200: Success(Tested) },
        ...operation('发送测试通知', 'Send a device a test', [
          'noSuchPath',
          'noPushService',
          'otherPushKey',
          'tooManyRequests',
        ]),
      },
    );

/** Of a worker, whose person may not be there. */
const ofWorkers = (world: World, { answers, addressOf }: RouteContext) =>
  new Elysia(PATH)
    .post(
      '/receipt',
      async ({ body, request, server }) => {
        await takeReceipt(world, body, addressOf(request, server));
        return answers.done(request, 'ok');
      },
      {
        ...looseJson(Receipt, push_receipt_bytes_max, { id: '' }),
        response: { 200: Done },
        ...operation(
          '确认通知已显示',
          'A device confirms what it showed; whatever does not fit is ignored',
          [],
        ),
      },
    )
    .post(
      '/renewal',
      async ({ body, request, server }) =>
        answers.success(
          request,
          await renewSubscription(world, body, addressOf(request, server)),
          'subscribed',
        ),
      {
        ...json(Renewal),
        response: { 200: Success(Renewed) },
        ...operation('更新推送订阅', 'A worker tells its new subscription', [
          'noSuchPath',
          'noPushService',
          'otherPushKey',
          'tooManyRequests',
        ]),
      },
    );

export const push = (world: World, routeContext: RouteContext) => [
  own(world, routeContext),
  ofWorkers(world, routeContext),
];
