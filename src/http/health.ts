// /healthz: whether the server can do its work, for whoever watches over it.
import { type Static, Type } from '@sinclair/typebox';
import { Elysia } from 'elysia';
import { operation, writtenOut } from './operation';

const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('failing')]),
  /** When the last backup was made that is proven restorable. */
  last_backup: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  /** On the disk: `low` is time to act; `short` refuses uploads. */
  room: Type.Union([Type.Literal('enough'), Type.Literal('low'), Type.Literal('short')]),
  /** The full check of the data after an unclean stop, beside the service. */
  check: Type.String(),
});
type Health = Static<typeof Health>;

/** 200 when the database takes a write, proven by one; else 503. */
export const health = (write: () => Promise<void>, known: () => Omit<Health, 'status'>) => {
  let proving: Promise<void> | undefined;
  // Requests in the meantime share that write, because anyone may ask as often as they like.
  const prove = () => {
    proving ??= write().finally(() => {
      proving = undefined;
    });
    return proving;
  };
  return new Elysia({ tags: ['health'] }).get(
    '/healthz',
    async ({ set }) => {
      try {
        await prove();
        return { status: 'ok' as const, ...known() };
      } catch {
        set.status = 503;
        return { status: 'failing' as const, ...known() };
      }
    },
    {
      response: { 200: Health, 503: Health },
      ...writtenOut(operation('健康检查', 'Whether the database takes writes', [])),
    },
  );
};
