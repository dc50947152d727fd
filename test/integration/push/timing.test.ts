// When a message is pushed, and when not. The clock is the test's.
import { expect, test } from 'bun:test';
import { manualClock } from '../../support/clock';
import { device, pushesSettled, startPushService } from '../../support/network/push-service';
import { type Connection, friends, login } from '../../support/person';
import { startServer } from '../../support/server';

const scene = async () => {
  const service = startPushService();
  const clock = manualClock();
  const server = await startServer(service.settings, clock);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const waiting = () => server.world.push.waiting();
  return {
    service,
    clock,
    server,
    alice,
    bob,
    phone,
    waiting,
    /** Nothing waits, and nothing is on its way. */
    idle: () => pushesSettled(server),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      service[Symbol.dispose]();
    },
  };
};

const sees = async (socket: Connection, visible = true) => {
  const id = `visible ${crypto.randomUUID()}`;
  socket.send({ type: 'visible', id, data: { visible } });
  await socket.next((frame) => frame.id === id);
};

test('the page of the device itself has three seconds to take a message, another one eight', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock, waiting } = it;
  using page = await bob.connect();
  await sees(page);
  const { id } = await alice.says(bob, 'are you there?');
  page.send({ type: 'delivered', id: 1, data: { friend_id: alice.id, up_to: id } });
  await page.next((frame) => frame.id === 1);
  expect([waiting(), phone.raw().length]).toEqual([0, 0]);

  await alice.says(bob, 'nobody takes this');
  expect(waiting()).toBe(1);
  clock.advance(2_999);
  await Bun.sleep(250);
  expect([waiting(), phone.raw().length]).toEqual([1, 0]);
  clock.advance(1);
  const [push] = await phone.got(1);
  expect(push?.chat8.count).toBe(2);
  await it.idle();

  // Another session, whose page is seen.
  page.close();
  const laptop = await login(it.server.url, 'bob');
  using screen = await laptop.connect();
  await sees(screen);
  clock.advance(10_000);
  await alice.says(bob, 'and now?');
  clock.advance(7_999);
  await Bun.sleep(250);
  expect([waiting(), phone.raw().length]).toEqual([1, 1]);
  clock.advance(1);
  await phone.got(2);
  await it.idle();

  // Read by then.
  clock.advance(10_000);
  await sees(screen);
  const last = await alice.says(bob, 'read elsewhere');
  expect((await laptop.put(`/messages/${last.id}/read`)).status).toBe(200);
  clock.advance(8_000);
  await it.idle();
  expect(phone.raw()).toHaveLength(2);
}, 300_000);

test('a page is believed for 25 seconds, and not after it said that nobody sees it', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock, waiting } = it;
  using page = await bob.connect();
  await sees(page);
  await sees(page, false);
  await alice.says(bob, 'hidden');
  await phone.got(1);
  await it.idle();
  clock.advance(10_000);
  await sees(page);
  clock.advance(24_999);
  await alice.says(bob, 'still seen');
  expect(waiting()).toBe(1);
  clock.advance(3_000);
  await phone.got(2);
  await it.idle();
  clock.advance(25_000);
  await alice.says(bob, 'long ago');
  await phone.got(3);
});

test('the first goes at once, then one in ten seconds with the count, for each conversation', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock } = it;
  for (const text of ['one', 'two', 'three']) await alice.says(bob, text);
  await phone.got(1);
  await alice.says(bob, 'four');
  clock.advance(9_000);
  await Bun.sleep(250);
  expect(phone.raw()).toHaveLength(1);
  clock.advance(1_001);
  const pushes = await phone.got(2);
  expect(pushes[1]?.chat8.count).toBe(4);
  expect(pushes[1]?.notification.body).toBe('4 new messages');
  await it.idle();
  clock.advance(60_000);
  await Bun.sleep(250);
  expect(phone.raw()).toHaveLength(2);
});

test('what is read, deleted, or of somebody blocked by then is not sent', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock } = it;
  await alice.says(bob, 'first');
  await phone.got(1);
  const second = await alice.says(bob, 'second');
  await alice.delete(`/messages/${second.id}`);
  clock.advance(10_001);
  await it.idle();
  const laptop = await login(it.server.url, 'bob');
  using screen = await laptop.connect();
  await sees(screen);
  const third = await alice.says(bob, 'third');
  await bob.put(`/messages/${third.id}/read`);
  clock.advance(20_000);
  await it.idle();
  await sees(screen);
  await alice.says(bob, 'fourth');
  await bob.put(`/friends/blocks/${alice.id}`);
  clock.advance(20_000);
  await it.idle();
  expect(phone.raw()).toHaveLength(1);
});

test('a silenced friend is not pushed, nor in the badge, and own devices hear of the silence', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock } = it;
  using page = await bob.connect();
  const until = new Date(clock.now() + 60_000).toISOString();
  const unchanged = { pinned: false, archived: false, unread: false, expires_in: null };
  const changed = await bob.put(`/conversations/${alice.id}`, { muted_until: until });
  expect([changed.status, changed.body.data]).toEqual([
    200,
    { friend_id: alice.id, ...unchanged, muted_until: until },
  ]);
  const heard = await page.event('conversation_changed');
  expect(heard.data).toEqual({ friend_id: alice.id, ...unchanged, muted_until: until });
  expect(heard.seq).toBeNumber();
  await alice.says(bob, 'psst');
  await it.idle();
  const [listed] = (await bob.get('/conversations')).body.data;
  expect([listed.muted_until, listed.unread_count]).toEqual([until, 1]);
  expect(it.server.world.pushUnread.badge(bob.id, clock.now())).toBe(0);
  clock.advance(60_001);
  expect((await bob.get('/conversations')).body.data[0].muted_until).toBeNull();
  await alice.says(bob, 'again');
  const [push] = await phone.got(1);
  expect([push?.app_badge, push?.chat8.count]).toEqual([2, 2]);
  await bob.put(`/conversations/${alice.id}`, { muted_until: '2999-01-01T00:00:00+08:00' });
  await bob.put(`/conversations/${alice.id}`, { muted_until: null });
  await page.settled();
  expect(page.types().filter((type) => type === 'conversation_changed')).toHaveLength(3);
  for (const body of [{}, { muted_until: 'soon' }, { muted_until: 7 }]) {
    expect((await bob.put(`/conversations/${alice.id}`, body)).status).toBe(422);
  }
});

test('do not disturb keeps all away, calls only all but calls, quiet hours likewise by their zone', async () => {
  await using it = await scene();
  const { alice, bob, phone, clock } = it;
  const until = new Date(clock.now() + 60_000).toISOString();
  expect((await bob.put('/push', { dnd_until: until })).body.data.dnd_until).toBe(until);
  await alice.says(bob, 'one');
  await it.idle();
  clock.advance(60_001);
  expect((await bob.get('/push')).body.data.dnd_until).toBeNull();
  expect((await bob.put('/push', { calls_only: true })).body.data.calls_only).toBe(true);
  await alice.says(bob, 'two');
  await it.idle();
  await bob.put('/push', { calls_only: false });
  expect((await bob.put('/push', {})).status).toBe(422);
  expect((await bob.put('/push', { dnd_until: 'tomorrow' })).status).toBe(422);

  const zone = 'Asia/Shanghai';
  const time = (minutes: number) =>
    new Date(clock.now() + 8 * 3_600_000 + minutes * 60_000).toISOString().slice(11, 16);
  const { browser } = phone;
  const { endpoint, keys } = browser;
  const { public_key } = (await bob.get('/push')).body.data;
  const asked = { endpoint, keys, public_key, show: 'name', lang: 'zh' };
  const quiet = { from: time(-1), to: time(2), zone };
  const said = await bob.put('/push/subscription', { ...asked, quiet });
  expect(said.body.data.id).toBe(phone.id);
  expect((await phone.shown()).quiet).toEqual(quiet);
  await alice.says(bob, 'three');
  await it.idle();
  expect(phone.raw()).toHaveLength(0);
  clock.advance(180_000);
  await alice.says(bob, 'four');
  const [push] = await phone.got(1);
  expect(push?.notification.body).toBe('4 条新消息');
});

test('each device says as much as its person allowed there', async () => {
  await using it = await scene();
  const { alice, bob, phone, service } = it;
  const [still, open] = [
    await device(service, bob, { show: 'nothing' }),
    await device(service, bob, { show: 'text' }),
  ];
  await alice.says(bob, 'the marmalade');
  const told = [];
  for (const each of [phone, still, open]) {
    const [push] = await each.got(1);
    told.push([push?.notification.title, push?.notification.body]);
  }
  expect(told).toEqual([
    ['alice', 'New message'],
    ['Chat8', 'You have new messages'],
    ['alice', 'the marmalade'],
  ]);
  const sizes = [phone, still, open].map((each) => each.raw()[0]?.body.length);
  expect(sizes).toEqual([1_126, 1_126, 2_150]);
});
