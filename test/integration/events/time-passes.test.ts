// What time changes, with a clock that the test turns: a day, a month, five minutes.
import { expect, test } from 'bun:test';
import { day_ms, event_age_ms, prune_events_max } from '../../../src/protocol/limits';
import { befriend, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const minute_ms = 60_000;
const hour_ms = 60 * minute_ms;

const startLater = async () => {
  let ahead_ms = 0;
  const server = await startServer({}, { now: () => Date.now() + ahead_ms });
  const pass = (ms: number) => {
    ahead_ms += ms;
  };
  return { server, pass, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

test('a text can be changed for a day and no longer, and a retry is none', async () => {
  await using later = await startLater();
  const { url } = later.server;
  const { alice, bob } = await friends(url);
  const { id } = await alice.says(bob, 'tea at four');
  later.pass(24 * hour_ms - minute_ms);
  const tomorrow = await login(url, 'alice');
  const edit = { content: 'tea at five', client_id: 'the edit' };
  expect((await tomorrow.put(`/messages/${id}`, edit)).status).toBe(200);
  later.pass(2 * minute_ms);
  using phone = await (await login(url, 'bob')).connect();
  const late = await tomorrow.put(`/messages/${id}`, { content: 'tea at six' });
  expect([late.status, late.body.error.code]).toEqual([403, 'MESSAGE_002']);
  expect((await tomorrow.put(`/messages/${id}`, edit)).body.data.content).toBe('tea at five');
  await phone.settled();
  expect(phone.types()).not.toContain('message_edited');
});

test('a month later a client_id is the same message, and a seq from then cannot be resumed', async () => {
  await using later = await startLater();
  const { url, world } = later.server;
  const { alice, bob } = await friends(url);
  const { epoch, seq } = (await bob.get('/events')).body.data;
  const draft = { receiver_id: bob.id, content: 'see you in spring', client_id: 'spring' };
  const sent = (await alice.post('/messages', draft)).body.data;
  later.pass(30 * day_ms + hour_ms);
  const spring = await login(url, 'alice');
  const home = await login(url, 'bob');
  await spring.says(bob, 'spring is here');
  await world.ledger.write(({ now }) => world.eventLog.prune(now - event_age_ms, prune_events_max));
  using phone = await home.connect(`&since=${seq}&epoch=${epoch}`);
  expect((await phone.event('hello')).data).toMatchObject({ seq: seq + 2, resumed: false });
  expect((await spring.post('/messages', draft)).body.data).toEqual(sent);
  await phone.settled();
  expect(phone.types()).not.toContain('new_message');
  using tablet = await home.connect(`&since=${seq + 1}&epoch=${epoch}`);
  expect((await tablet.event('new_message')).data.content).toBe('spring is here');
  expect((await home.get(`/messages/${alice.id}`)).body.data.pagination.total).toBe(2);
});

test('without a socket a friend is there until five minutes after the last request', async () => {
  await using later = await startLater();
  const { url } = later.server;
  const { alice, bob } = await friends(url);
  const carol = await register(url, 'carol');
  await befriend(bob, carol);
  using watcher = await bob.connect();
  const seen = (who: { id: number }, status: string) =>
    watcher.next(
      ({ type, data }) =>
        type === 'user_status' && data.user_id === who.id && data.status === status,
    );
  for (const who of [alice, carol]) {
    await who.put('/user/status', { status: 'away' });
    await seen(who, 'away');
  }
  later.pass(4 * minute_ms);
  await alice.get('/friends');
  later.pass(2 * minute_ms);
  await seen(carol, 'offline');
  await watcher.settled();
  const ofAlice = watcher.frames.filter(({ data }) => data?.user_id === alice.id);
  expect(ofAlice.map(({ data }) => data.status)).toEqual(['away']);
  later.pass(5 * minute_ms);
  await seen(alice, 'offline');
});
