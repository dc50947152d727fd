import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { operation } from './operation';

const Health = Type.Object({ status: Type.Union([Type.Literal('ok'), Type.Literal('failing')]) });

/** 200 when the database takes a write, proven by one; else 503. */
export const health = (write: () => Promise<void>) =>
  new Elysia({ tags: ['health'] }).get(
    '/healthz',
    async ({ set }) => {
      try {
        await write();
        return { status: 'ok' as const };
      } catch {
        set.status = 503;
        return { status: 'failing' as const };
      }
    },
    {
      response: { 200: Health, 503: Health },
      ...operation('健康检查', 'Whether the database takes writes', []),
    },
  );
