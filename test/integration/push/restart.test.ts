// What came just before a start of the server.
import { expect, test } from 'bun:test';
import { manualClock } from '../../support/clock';
import { device, pushesSettled, startPushService } from '../../support/network/push-service';
import { befriend, friends, login, register } from '../../support/person';
import { scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

test('what came in the ten minutes before a start, and reached nobody, is pushed once', async () => {
  using service = startPushService();
  using place = scratch();
  const clock = manualClock();
  const settings = { ...service.settings, CHAT8_DATA_DIR: place.dir };
  let phone: Awaited<ReturnType<typeof device>> | undefined;
  const ids: Record<string, number> = {};
  {
    await using server = await startServer(settings, clock);
    const { alice, bob } = await friends(server.url);
    const people = [];
    for (const name of ['carol', 'dave', 'erin', 'frank']) {
      const friend = await register(server.url, name);
      await befriend(friend, bob);
      people.push(friend);
    }
    const [carol, dave, erin, frank] = people;
    if (!carol || !dave || !erin || !frank) throw new Error('nobody there');
    phone = await device(service, bob);
    await alice.says(bob, 'pushed before the stop');
    await phone.got(1);
    await pushesSettled(server);
    service.answers(() => new Response(null, { status: 503 }));
    const failed = (count: number) =>
      eventually(() => server.world.push.services.all()[0]?.[1].failed === count);
    await frank.says(bob, 'long before');
    await failed(1);
    clock.advance(5 * 60_000);
    await carol.says(bob, 'the service was down');
    const seen = await dave.says(bob, 'seen on the page');
    const read = await erin.says(bob, 'read');
    using page = await bob.connect();
    page.send({ type: 'delivered', id: 1, data: { friend_id: dave.id, up_to: seen.id } });
    await page.next((frame) => frame.id === 1);
    await bob.put(`/messages/${read.id}/read`);
    ids.carol = carol.id;
    // Frank's once more, and nothing is on its way when the server stops.
    await failed(5);
  }
  clock.advance(5 * 60_000 + 1_000);
  service.answers(() => new Response(null, { status: 201 }));
  const before = phone.raw().length;
  for (let start = 0; start < 2; start += 1) {
    await using server = await startServer(settings, clock);
    // It looks for what it has to push.
    await eventually(() => server.world.push.waiting() === 1);
    clock.advance(3_001);
    await pushesSettled(server);
    await server.world.ledger.write(() => undefined);
    expect(phone.raw()).toHaveLength(before + 1);
  }
  const last = phone.pushes().at(-1);
  expect([last?.chat8.friend_id, last?.chat8.count]).toEqual([ids.carol ?? 0, 1]);
}, 300_000);

test('what comes right after a start is pushed once, and again as soon as its service may be asked', async () => {
  using service = startPushService();
  using place = scratch();
  const clock = manualClock();
  const settings = { ...service.settings, CHAT8_DATA_DIR: place.dir };
  let phone: Awaited<ReturnType<typeof device>> | undefined;
  let friend = { id: 0 };
  {
    await using server = await startServer(settings, clock);
    const { bob } = await friends(server.url);
    friend = bob;
    phone = await device(service, bob);
  }
  await using server = await startServer(settings, clock);
  const { push } = server.world;
  const answer = Promise.withResolvers<Response>();
  service.answers(() => answer.promise);
  const alice = await login(server.url, 'alice');
  await alice.says(friend, 'good morning');
  await phone.got(1);
  // By then the server has looked for what came before it started.
  await Bun.sleep(300);
  expect(push.waiting()).toBe(1);
  answer.resolve(new Response(null, { status: 503 }));
  await eventually(() => push.services.all()[0]?.[1].failed === 1);
  service.answers(() => new Response(null, { status: 201 }));
  clock.advance(2_000);
  await phone.got(2);
  await pushesSettled(server);
});
