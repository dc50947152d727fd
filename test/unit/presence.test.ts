// Whether a friend is there, as the web client may show it.
import { afterEach, expect, test } from 'bun:test';
import type { Friend } from '../../src/protocol/objects';
import type { Keys } from '../../src/web/model/keys/keys';
import type { Log } from '../../src/web/model/messages/log';
import type { Outbox } from '../../src/web/model/messages/outbox';
import type { Live } from '../../src/web/model/net/socket';
import { isTyping, presence, presenceOf } from '../../src/web/model/people/presence';
import { friends, typing } from '../../src/web/model/state';
import { createEvents } from '../../src/web/model/sync';
import { fakeApi } from '../support/api';

const last_seen = '2026-01-01T00:00:00.000Z';
const bob: Friend = { id: 2, username: 'bob', avatar: '', status: 'online', last_seen };
const carol: Friend = { ...bob, id: 3, username: 'carol', status: 'away' };

/** None of these events needs the rest of the client. */
const receive = () =>
  createEvents({
    toItem: () => Promise.reject(new Error('no message here')),
    keys: {} as Keys,
    log: {} as Log,
    outbox: {} as Outbox,
    live: () => ({}) as Live,
  });

const told = async (isSo: (all: Friend[]) => boolean): Promise<void> => {
  const settled = Promise.withResolvers<void>();
  const stop = friends.subscribe((all) => {
    if (isSo(all)) settled.resolve();
  });
  await settled.promise;
  stop();
};

afterEach(() => {
  friends.value = [];
  typing.value = {};
  presence.lost();
});

test('nothing is said of anyone before it was told, nor once the connection is gone', () => {
  friends.value = [bob, carol];
  typing.value = { 2: Date.now() + 5_000 };
  expect([presenceOf(2), isTyping(2)]).toEqual([null, false]);
  presence.known();
  expect([presenceOf(2)?.status, presenceOf(3)?.status]).toEqual(['online', 'away']);
  expect([isTyping(2), isTyping(3), isTyping(4)]).toEqual([true, false, false]);
  presence.lost();
  expect([presenceOf(2), presenceOf(3), isTyping(2)]).toEqual([null, null, false]);
});

test('who is no friend any more is not shown, also where the list can not be read', async () => {
  friends.value = [bob, carol];
  presence.known();
  using api = fakeApi({});
  receive()({ type: 'friend_removed', data: { friend_id: 2 } });
  await told((all) => all.length === 1);
  expect(api.asked).toEqual(['/friends']);
  expect([presenceOf(2), presenceOf(3)?.status]).toEqual([null, 'away']);
});

test('a frame of a kind that nobody knows, or without data, is none of this client', () => {
  const tell = receive();
  const frames = ['{"type":"pong"}', '{"type":"of tomorrow","timestamp":"x"}', '{"type":"error"}'];
  expect(frames.map((text) => tell(JSON.parse(text)))).toEqual([undefined, undefined, undefined]);
});

test('after a gap the friends are read again, and what comes meanwhile is newer than that', async () => {
  friends.value = [bob, carol];
  using _ = fakeApi({
    '/friends': () => [
      { ...bob, status: 'offline' },
      { ...carol, status: 'offline' },
    ],
    '/friends/requests': () => [],
  });
  const tell = receive();
  tell({ type: 'hello', data: { resumed: true } });
  tell({ type: 'user_status', data: { user_id: 3, status: 'online' } });
  expect(presenceOf(3)).toBeNull();
  await told((all) => all[1]?.status === 'online');
  expect([presenceOf(2)?.status, presenceOf(3)?.status]).toEqual(['offline', 'online']);
});
