import { Elysia } from 'elysia';
import { Success } from '../../http/envelope';
import { operation, writtenOut } from '../../http/operation';
import type { RouteContext } from '../../http/route-context';
import type { World } from '../../world';
import { missed } from './missed';
import { Missed, Since } from './model';

export const events = (world: World, { pageGuard, answers }: RouteContext) =>
  new Elysia({ prefix: '/api/v1/events', tags: ['events'] }).use(pageGuard).get(
    '',
    ({ me, query, request }) =>
      answers.success(
        request,
        world.readTransaction(() => missed(world, me, query)),
      ),
    {
      query: Since,
      response: { 200: Success(Missed) },
      ...writtenOut(operation('获取错过的事件', 'The durable events after `since`', [])),
    },
  );
