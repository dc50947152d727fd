// Delivery: everything once, in order, on every device, across lost connections.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { connectSilent } from '../../support/network/silent';
import type { Person } from '../../support/person';
import { befriend, friends, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  ({ alice, bob } = await friends(server.url));
});
afterAll(() => server[Symbol.asyncDispose]());

const together = 25;

const head = async (who: Person) => {
  const { data } = (await who.get('/events')).body;
  return { since: data.seq as number, epoch: data.epoch as string };
};

/** So many at once, in no order: each alone would wait for the disk. */
const sayAll = async (texts: string[]): Promise<{ id: number }[]> => {
  const said: { id: number }[] = [];
  for (let at = 0; at < texts.length; at += together) {
    const some = texts.slice(at, at + together).map((text) => alice.says(bob, text));
    said.push(...(await Promise.all(some)));
  }
  return said;
};

test('hello comes first, and a device that comes back gets what it missed, in order, once', async () => {
  const { since, epoch } = await head(bob);
  const sent = await sayAll(Array.from({ length: 600 }, (_, i) => `missed ${i}`));
  using phone = await bob.connect(`&since=${since}&epoch=${epoch}`);
  await phone.next(({ seq }) => seq === since + 600);
  expect(phone.frames[0]).toMatchObject({
    type: 'hello',
    data: { user_id: bob.id, epoch, seq: since + 600, resumed: true },
  });
  await alice.says(bob, 'live');
  await phone.next(({ data }) => data?.content === 'live');
  const durable = phone.frames.filter(({ seq }) => seq !== undefined);
  expect(durable.map(({ seq }) => seq)).toEqual(durable.map((_, i) => since + 1 + i));
  const ids = durable.map(({ data }) => data.id);
  expect(ids.slice(0, 600)).toEqual(sent.map(({ id }) => id).sort((one, other) => one - other));
});

test('a slow reader gets large messages that it missed at its own pace, on one connection', async () => {
  const { since, epoch } = await head(bob);
  const content = 'x'.repeat(65_000);
  const count = 250;
  await sayAll(Array.from({ length: count }, () => content));
  const query = `token=${bob.token}&since=${since}&epoch=${epoch}`;
  const phone = await connectSilent(server.url, `/ws/${bob.id}?${query}`);
  await Bun.sleep(200);
  expect(await phone.read(count * content.length)).toBeGreaterThan(count * content.length);
  phone.end();
  // By REST a page ends early where it grows large, and `more` says so.
  const ids = new Set<number>();
  let pages = 0;
  for (let [from, more] = [since, true]; more; pages += 1) {
    const { data } = (await bob.get(`/events?since=${from}&epoch=${epoch}&limit=1000`)).body;
    expect(JSON.stringify(data).length).toBeLessThan(6 * 1_048_576);
    for (const { data: message } of data.events) ids.add(message.id);
    from = data.events.at(-1).seq;
    more = data.more;
  }
  expect([ids.size, pages > 1]).toEqual([count, true]);
}, 300_000);

test('resumed is false for an unknown epoch, a future seq or none, and pending requests follow', async () => {
  const carol = await register(server.url, 'carol');
  await carol.post('/friends/request', { user_id: bob.id, message: 'hi' });
  const { since, epoch } = await head(bob);
  for (const query of [
    '',
    `&since=${since}`,
    `&since=${since + 1}&epoch=${epoch}`,
    '&since=1&epoch=x',
  ]) {
    using phone = await bob.connect(query);
    expect((await phone.event('hello')).data.resumed).toBe(false);
    const request = await phone.event('friend_request');
    expect(request).toMatchObject({ data: { from_username: 'carol', message: 'hi' } });
    expect(request.seq).toBeUndefined();
  }
  using resumed = await bob.connect(`&since=${since}&epoch=${epoch}`);
  await resumed.settled();
  expect(resumed.types()).not.toContain('friend_request');
});

test('send_message is acknowledged with the seq that the other devices get', async () => {
  using phone = await alice.connect();
  using laptop = await alice.connect();
  using bobs = await bob.connect();
  const draft = { receiver_id: bob.id, content: 'by socket', client_id: 'mid-1' };
  phone.send({ type: 'send_message', id: 1, data: draft });
  const ack = await phone.event('ack');
  const sent = await laptop.event('message_sent');
  expect(ack.data).toEqual(sent.data);
  expect(ack.seq).toBe(sent.seq ?? 0);
  expect((await bobs.event('new_message')).data).toEqual({
    ...ack.data,
    sender_username: 'alice',
    sender_name: '',
  });
  phone.send({ type: 'send_message', id: 2, data: draft });
  const again = await phone.next(({ type, id }) => type === 'ack' && id === 2);
  expect(again.data.id).toBe(ack.data.id as number);
  await Promise.all([phone.settled(), laptop.settled(), bobs.settled()]);
  expect(phone.types()).not.toContain('message_sent');
  expect(laptop.types().filter((type) => type === 'message_sent')).toHaveLength(1);
  expect(bobs.types().filter((type) => type === 'new_message')).toHaveLength(1);
});

test('delivered, read and typing reach the other one, and the marks only once', async () => {
  const first = await alice.says(bob, 'one');
  const second = await alice.says(bob, 'two');
  using alices = await alice.connect();
  using bobs = await bob.connect();
  for (let i = 0; i < 2; i += 1) {
    bobs.send({ type: 'delivered', id: i, data: { friend_id: alice.id, up_to: second.id } });
    await bobs.next(({ type, id }) => type === 'ack' && id === i);
  }
  bobs.send({ type: 'typing', data: { friend_id: alice.id, active: true } });
  const up_to = { friend_id: alice.id, up_to: second.id };
  bobs.send({ type: 'read', id: 'r', data: { friend_id: alice.id, up_to: second.id + 5_000 } });
  await bobs.next(({ type, id }) => type === 'ack' && id === 'r');
  expect((await alices.event('typing')).data).toEqual({ user_id: bob.id, active: true });
  expect((await alices.event('message_delivered')).data).toEqual({
    friend_id: bob.id,
    up_to: second.id,
  });
  const read = await alices.event('message_read');
  expect(read.data).toMatchObject({ friend_id: bob.id, reader_id: bob.id, up_to: second.id });
  expect((await bobs.event('message_read')).data).toMatchObject(up_to);
  expect((await alice.put(`/conversations/${bob.id}/read`, { up_to: second.id })).status).toBe(200);
  await alices.settled();
  const marks = alices.types().filter((type) => type.startsWith('message_'));
  expect(marks).toEqual(['message_delivered', 'message_read']);
  const { messages } = (await alice.get(`/messages/${bob.id}?limit=2`)).body.data;
  expect(
    messages.map(({ id, is_read }: { id: number; is_read: boolean }) => [id, is_read]),
  ).toEqual([
    [second.id, true],
    [first.id, true],
  ]);
});

test('a replay shows the row as it is now, and what was deleted as deleted', async () => {
  const { since, epoch } = await head(bob);
  const kept = await alice.says(bob, 'draft');
  const gone = await alice.says(bob, 'regretted');
  await alice.put(`/messages/${kept.id}`, { content: 'final' });
  await alice.delete(`/messages/${gone.id}`);
  const query = `/events?since=${since}&epoch=${epoch}&limit=3`;
  const { data } = (await bob.get(query)).body;
  expect(data.events.map(({ type }: { type: string }) => type)).toEqual([
    'new_message',
    'message_deleted',
    'message_edited',
  ]);
  expect(data.events[0].data.content).toBe('final');
  expect(data.events[1].data).toEqual({ message_id: gone.id, friend_id: alice.id });
  expect(data).toMatchObject({ resumed: true, more: true });
  expect(JSON.stringify(data)).not.toContain('regretted');
});

test('what was missed tells who is no longer a friend nothing of presence', async () => {
  const heidi = await register(server.url, 'heidi');
  const { epoch } = await head(heidi);
  const before = Date.now();
  await befriend(heidi, alice);
  const after = Date.now();
  const accepted = async () => {
    const { events } = (await heidi.get(`/events?since=0&epoch=${epoch}`)).body.data;
    return events.find(({ type }: { type: string }) => type === 'friend_accepted').data.friend;
  };
  using phone = await alice.connect();
  await phone.event('hello');
  expect(await accepted()).toMatchObject({ username: 'alice', status: 'online' });
  await alice.delete(`/friends/${heidi.id}`);
  await alice.put('/user/status', { status: 'away' });
  const { status, last_seen } = await accepted();
  expect(status).toBe('offline');
  // When they became friends: of later she knows nothing.
  expect(Date.parse(last_seen)).toBeWithin(before, after + 1);
  await alice.put('/user/status', { status: 'online' });
});

test('friends alone see presence: online at once, away when chosen, offline after 5 seconds', async () => {
  await using quiet = await startServer();
  const { alice, bob } = await friends(quiet.url);
  const frank = await register(quiet.url, 'frank');
  using watcher = await alice.connect();
  using stranger = await frank.connect();
  const device = await bob.connect();
  const status = (wanted: string) =>
    watcher.next(
      ({ type, data }) =>
        type === 'user_status' && data.user_id === bob.id && data.status === wanted,
    );
  await status('online');
  await bob.put('/user/status', { status: 'away' });
  await status('away');
  const before = Date.now();
  device.close();
  await status('offline');
  expect(Date.now() - before).toBeGreaterThan(4_000);
  const [seen] = (await alice.get('/friends')).body.data;
  expect(seen.status).toBe('offline');
  expect(Date.parse(seen.last_seen)).toBeGreaterThan(before);
  await stranger.settled();
  expect(stranger.frames.filter(({ data }) => data?.user_id === bob.id)).toEqual([]);
}, 300_000);

test('nothing of all this was a fault of the server', () => {
  expect(server.log.filter(({ level }) => level === 'error')).toEqual([]);
});
