import { Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { operation } from './operation';

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('failing')]),
  /** When the last backup was made that is proven restorable. */
  last_backup: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});

/** 200 when the database takes a write, proven by one; else 503. */
export const health = (write: () => Promise<void>, lastBackup: () => string | null) =>
  new Elysia({ tags: ['health'] }).get(
    '/healthz',
    async ({ set }) => {
      try {
        await write();
        return { status: 'ok' as const, last_backup: lastBackup() };
      } catch {
        set.status = 503;
        return { status: 'failing' as const, last_backup: lastBackup() };
      }
    },
    {
      response: { 200: Health, 503: Health },
      ...operation('健康检查', 'Whether the database takes writes', []),
    },
  );
