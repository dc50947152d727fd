// Push services that fail, hang or never end.
import { expect, test } from 'bun:test';
import { pushScene } from '../../support/network/push-scene';
import { device, startPushService, status } from '../../support/network/push-service';
import { login } from '../../support/person';
import { eventually, inTime } from '../../support/timing';

test('a service that fails or never ends is asked again, and messages wait for none of it', async () => {
  await using it = await pushScene();
  const { alice, bob, service, clock } = it;
  const phone = await device(service, bob);
  const endless = () =>
    new Response(
      new ReadableStream({
        async pull(controller) {
          controller.enqueue(new Uint8Array(65_536));
          await Bun.sleep(1);
        },
      }),
      { status: 201 },
    );
  for (const [i, answer] of [status(503), endless, status(502)].entries()) {
    service.answers(answer);
    if (i === 0) await alice.says(bob, 'hi');
    else clock.advance([0, 2_000, 8_000][i] ?? 0);
    await phone.got(i + 1);
    await eventually(() => it.stateOf()?.failed === i + 1);
  }
  service.answers(status(201));
  clock.advance(30_000);
  await phone.got(4);
  await it.idle();
  await it.server.world.ledger.write(() => undefined);
  expect(await phone.shown()).toMatchObject({ state: 'good', waiting: 1 });
}, 300_000);

test('300 devices of a service that hangs keep no other service waiting, nor anybody who writes', async () => {
  using other = startPushService();
  await using it = await pushScene(other.origin);
  const { alice, bob, service } = it;
  const stuck = Promise.withResolvers<void>();
  service.answers(async () => {
    await stuck.promise;
    return new Response(null, { status: 201 });
  });
  const phone = await device(service, bob);
  const { world } = it.server;
  await world.ledger.write(({ now }) => {
    const { id: _, ...row } = world.pushSubscriptions.byId(phone.id) ?? ({} as never);
    for (let i = 0; i < 299; i += 1) {
      world.pushSubscriptions.add({ ...row, endpoint: `${service.origin}/more/${i}` }, now);
    }
    const elsewhere = { endpoint: `${other.origin}/good`, service: other.origin };
    world.pushSubscriptions.add({ ...row, ...elsewhere }, now);
  });
  world.push.changed(bob.id);
  await inTime(alice.says(bob, 'hi'), 1_000);
  await Promise.all([service.count(8), other.count(1)]);
  await Bun.sleep(300);
  expect(service.received).toHaveLength(8);
  const laptop = await login(it.server.url, 'bob');
  expect((await laptop.get('/push')).status).toBe(200);
  stuck.resolve();
}, 300_000);
