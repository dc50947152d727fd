// After a loss that nobody told of: back within seconds, whatever connections the browser still has.
import { expect, test } from 'bun:test';
import { createApi } from '../../../../src/web/model/net/api';
import { ApiError, NETWORK } from '../../../../src/web/model/net/api-error';
import { createEventCursor } from '../../../../src/web/model/net/event-cursor';
import type { Frame } from '../../../../src/web/model/net/frames';
import { hedged } from '../../../../src/web/model/net/hedge';
import { isAnything } from '../../../../src/web/model/net/shape';
import type { SocketListener } from '../../../../src/web/model/net/socket-listener';
import { createLocalStore } from '../../../../src/web/model/store/local-store';
import { createLocks } from '../../../../src/web/model/store/locks';
import { openBob, say, signIn, statesOf } from '../../../support/fake-client';
import { fakeClock, settle } from '../../../support/fake-parts';
import { BOB, lost } from '../../../support/fake-server';

/** The first connections are dead, those after them are not. */
const deadFirst = (dead: number) => {
  const stopped: number[] = [];
  let count = 0;
  const ask = (signal: AbortSignal) => {
    count += 1;
    const number = count;
    signal.addEventListener('abort', () => stopped.push(number));
    return number <= dead ? new Promise<string>(() => {}) : Promise.resolve(`${number}`);
  };
  return { ask, stopped, count: () => count };
};

test('what has no answer on one connection is asked on the next, and the first answer counts', async () => {
  const clock = fakeClock();
  const { ask, stopped, count } = deadFirst(3);
  const began = clock.now();
  const answer = hedged(clock, ask);
  await clock.pass(60_000);
  expect(await answer).toBe('4');
  expect(count()).toBe(4);
  // The dead ones are ended, so that nothing else is asked there.
  expect(stopped.slice(0, 3)).toEqual([1, 2, 3]);
  expect(clock.now() - began).toBe(60_000);
});

test('a refusal is an answer, and where all are dead it ends', async () => {
  const clock = fakeClock();
  const codeOf = (asked: Promise<string>) => asked.catch(({ code }) => code);
  const refused = hedged(clock, () => Promise.reject(new ApiError(401, 'AUTH_001')));
  expect(await codeOf(refused)).toBe('AUTH_001');
  const { ask, count } = deadFirst(100);
  const none = codeOf(hedged(clock, ask));
  await clock.pass(14_000);
  expect(await none).toBe(NETWORK);
  expect(count()).toBe(7);
});

test('a page that somebody looks at is back within ten seconds, after however long', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  server.disconnect(true);
  const away = server.refuse(/./, lost);
  await say(app, 'written meanwhile');
  await clock.pass(3_600_000);
  expect(app.isOnline.value).toBe(false);
  away[Symbol.dispose]();
  await clock.pass(10_000);
  expect(app.isOnline.value).toBe(true);
  expect(statesOf(app)).toEqual(['sent']);
});

test('a request without an answer ends, but for what a form brings and what has begun', async () => {
  const clock = fakeClock();
  const body = Promise.withResolvers<string>();
  const begun = { status: 200, ok: true, headers: new Headers(), text: () => body.promise };
  const fetch = (path: string, { signal }: RequestInit) =>
    path.endsWith('/begun')
      ? Promise.resolve(begun as unknown as Response)
      : new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(signal.reason)),
        );
  const transfer = () => new Promise<never>(() => {});
  const api = createApi({
    clock,
    fetch,
    transfer,
    locks: createLocks(undefined),
    language: () => '',
  });
  api.setToken('token');
  const ends: unknown[] = [];
  const note = (name: string, asked: Promise<unknown>) =>
    void asked.then(
      () => ends.push(name),
      ({ code }) => ends.push(`${name} ${code}`),
    );
  note('get', api.get('/messages/2', isAnything));
  note('form', api.ask('POST', '/upload/avatar', isAnything, { body: new FormData() }));
  note('begun', api.get('/begun', isAnything));
  await clock.pass(29_000);
  expect(ends).toEqual([]);
  await clock.pass(600_000);
  expect(ends).toEqual(['get NETWORK']);
  body.resolve('{"data":1}');
  await settle();
  expect(ends).toEqual(['get NETWORK', 'begun']);
});

test('what hung on a connection that died goes with the next one', async () => {
  const { app, server, clock } = await signIn();
  await openBob(app);
  let hangs = 2;
  const dead = new Promise<Response>(() => {});
  using _ = server.trouble(/POST \/messages\?/, (__, answer) => (hangs-- > 0 ? dead : answer));
  const { sent } = await app.actions.send(BOB, 'hello', null);
  sent.catch(() => {});
  await clock.pass(3_000);
  server.disconnect(false);
  // The browser takes another dead one for what is written before there is a new one.
  await say(app, 'are you there?');
  await clock.pass(1_000);
  expect(statesOf(app)).toEqual(['sent', 'sent']);
  expect(server.messages()).toHaveLength(2);
  expect(new Set(server.posted.map(({ client_id }) => client_id)).size).toBe(2);
});

test('a frame that comes late takes nothing back of what is known', async () => {
  const told: string[] = [];
  const listener = new Proxy({} as SocketListener, {
    get: (_, name) => async () => void told.push(String(name)),
  });
  const localStore = createLocalStore(null);
  const cursor = createEventCursor({ localStore, userId: () => 1 }, listener);
  const frame = (seq: number | undefined, data: Frame['data'] = {}): Frame => ({
    type: 'any',
    data,
    seq,
    timestamp: '2026-01-01T00:00:00.000Z',
  });
  await cursor.hello(frame(undefined, { epoch: 'e', seq: 40, resumed: false }));
  expect([cursor.isCaughtUp(), told]).toEqual([true, ['hello', 'gap', 'reload']]);
  // It was told before the greeting, and arrives behind it.
  cursor.advance(frame(31));
  expect(cursor.isCaughtUp()).toBe(true);
  expect(cursor.query('ticket').get('since')).toBe('40');
  cursor.advance(frame(41));
  expect(cursor.query('ticket').get('since')).toBe('41');
});
