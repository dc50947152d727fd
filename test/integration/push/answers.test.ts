// What the answers of a push service do to a subscription: each row of the table.
import { expect, test } from 'bun:test';
import { pushScene } from '../../support/network/push-scene';
import { device, status, subscribe } from '../../support/network/push-service';
import { call } from '../../support/person';
import { eventually } from '../../support/timing';

const day_ms = 24 * 3_600_000;

test('404 and 410 end a subscription, other devices are told, and the endpoint stays dead', async () => {
  await using it = await pushScene();
  const { bob, service, clock } = it;
  using page = await bob.connect();
  for (const code of [404, 410]) {
    const phone = await device(service, bob);
    service.answers(status(code));
    const before = service.received.length;
    await it.pushes('anybody?', before + 1);
    const told = await page.next(
      ({ type, data }) => type === 'push_state' && data.subscription_id === phone.id,
    );
    const gone = { state: 'gone', why: 'ended_by_service' };
    expect(told.data).toEqual({ subscription_id: phone.id, ...gone });
    expect(told.seq).toBeNumber();
    expect(await phone.shown()).toMatchObject(gone);
    const { endpoint, keys } = phone.browser;
    const again = await subscribe(bob, { endpoint, keys });
    expect([again.status, again.body.error.code, again.body.error.details.why]).toEqual([
      409,
      'PUSH_002',
      'dead',
    ]);
    clock.advance(11_000);
    await it.alice.says(bob, 'nobody');
    await it.idle();
    expect(service.received).toHaveLength(before + 1);
  }
});

test('a redirect is not followed and ends it; so does a host that is no longer on the list', async () => {
  await using it = await pushScene();
  const phone = await device(it.service, it.bob);
  it.service.answers(status(307, '', { location: `${it.service.origin}/elsewhere` }));
  await it.pushes('hi', 1);
  expect(it.service.received.map(({ path }) => path)).toEqual([phone.path]);
  expect(await phone.shown()).toMatchObject({ state: 'gone', why: 'redirect' });

  const old = await device(it.service, it.bob);
  it.server.world.ledger.write(() =>
    it.server.world.pushSubscriptions.change(old.id, { endpoint: 'https://off.example/a' }),
  );
  it.clock.advance(11_000);
  await it.alice.says(it.bob, 'hi again');
  await it.idle();
  await eventually(() => it.stateOf()?.refused === 2);
  await it.server.world.ledger.write(() => undefined);
  expect(await old.shown()).toMatchObject({ state: 'gone', why: 'host' });
});

test('a refusal of one while others pass asks it to subscribe again, and after a week it is gone', async () => {
  await using it = await pushScene();
  const { bob, service, clock } = it;
  const [phone, tablet] = [await device(service, bob), await device(service, bob)];
  await it.pushes('to both', 2);
  service.answers(({ path }) => new Response(null, { status: path === phone.path ? 403 : 201 }));
  clock.advance(11_000);
  await it.pushes('to one', 4);
  expect(await phone.shown()).toMatchObject({ state: 'renew', why: 'key_refused' });
  expect(await tablet.shown()).toMatchObject({ state: 'good', why: null });
  clock.advance(11_000);
  await it.pushes('to one', 5);
  expect(phone.raw()).toHaveLength(2);
  const { sweepSubscriptions } = await import('../../../src/features/push/states');
  const sweep = () =>
    it.server.world.ledger.write((job) => sweepSubscriptions(it.server.world, job));
  clock.advance(7 * day_ms - 60_000);
  await sweep();
  expect(await phone.shown()).toMatchObject({ state: 'renew' });
  clock.advance(120_000);
  await sweep();
  expect(await phone.shown()).toMatchObject({ state: 'gone', why: 'not_renewed' });
  // Its browser subscribes anew: what was before goes.
  const fresh = await device(service, bob);
  const ids = (await bob.get('/push')).body.data.subscriptions.map(({ id }: { id: number }) => id);
  expect(ids).toEqual([tablet.id, fresh.id]);
});

test('a reason of the service says whose matter it is, whoever passed', async () => {
  await using it = await pushScene();
  const { bob, service, clock } = it;
  const phone = await device(service, bob);
  service.answers(status(403, '{"reason":"VapidPkHashMismatch"}'));
  await it.pushes('hi', 1);
  expect(await phone.shown()).toMatchObject({ state: 'renew' });
  const tablet = await device(service, bob);
  service.answers(status(201));
  clock.advance(11_000);
  await it.pushes('hi', 2);
  service.answers(status(403, '{"reason":"ExpiredJwtToken"}'));
  clock.advance(11_000);
  await it.pushes('hi', 3);
  expect(await tablet.shown()).toMatchObject({ state: 'good' });
  expect(it.stateOf()?.trouble?.reason).toContain('ExpiredJwtToken');
});

test('a refusal of all is the operator’s matter: subscriptions stay, and status and metrics say it', async () => {
  await using it = await pushScene();
  const { bob, service, clock, server } = it;
  const phone = await device(service, bob);
  const late = new Date(clock.now() - 3_600_000).toUTCString();
  service.answers(status(403, '', { date: late }));
  await it.pushes('hi', 1);
  expect(await phone.shown()).toMatchObject({ state: 'good', sent_at: null, waiting: 0 });
  expect(it.stateOf()?.trouble?.reason).toBe('403; the clock is 60 minutes ahead');
  const { status: tell } = await import('../../../src/operator/status');
  expect(await tell(server.world)).toMatchObject({
    push: 'on',
    push_subscriptions: 1,
    push_trouble: `${service.origin}: 403; the clock is 60 minutes ahead`,
    [`push ${service.origin}`]: expect.stringContaining(
      'sent 1, taken 0, refused 1, not answered 0; last answer 403 at ',
    ),
  });
  const metrics = await call(server.url, 'GET', '/metrics', { token: 'the tests read this' });
  expect(metrics.body).toContain(`chat8_push_refused_total{service="${service.origin}"} 1`);
  expect(metrics.body).toContain('chat8_push_subscriptions 1');
  service.answers(status(201));
  clock.advance(11_000);
  await it.pushes('better', 2);
  expect(it.stateOf()?.trouble).toBeUndefined();
});

test('what is our fault is logged, and not tried again', async () => {
  await using it = await pushScene();
  const { bob, service, clock, server } = it;
  const phone = await device(service, bob);
  for (const answer of [status(413), status(400, '{"reason":"BadWebPushTopic"}')]) {
    service.answers(answer);
    await it.pushes('hi', service.received.length + 1);
    clock.advance(200_000);
    await it.idle();
  }
  expect(phone.raw()).toHaveLength(2);
  expect(await phone.shown()).toMatchObject({ state: 'good' });
  const lines = server.log.filter(({ message }) => message === 'a push was not accepted');
  expect(lines.map(({ level, fields }) => [level, fields.said])).toEqual([
    ['error', '413'],
    ['error', '400'],
  ]);
  expect(JSON.stringify(server.log)).not.toContain(phone.path);
});

test('after 429 the newest for a conversation goes out when the pause is over', async () => {
  await using it = await pushScene();
  const { alice, bob, service, clock } = it;
  const phone = await device(service, bob);
  service.answers(status(429, '', { 'retry-after': '30' }));
  await alice.says(bob, 'one');
  await phone.got(1);
  await alice.says(bob, 'two');
  service.answers(status(201));
  clock.advance(29_000);
  await Bun.sleep(450);
  expect(phone.raw()).toHaveLength(1);
  clock.advance(2_000);
  const pushes = await phone.got(2);
  await it.idle();
  expect([pushes.length, pushes[1]?.chat8.count]).toEqual([2, 2]);
});

test('a service that asks for a pause of no time is not called as fast as it answers', async () => {
  await using it = await pushScene();
  const { alice, bob, service, clock } = it;
  const phone = await device(service, bob);
  service.answers(status(429, '', { 'retry-after': '0' }));
  await alice.says(bob, 'hi');
  await phone.got(1);
  // Its answer is settled, and the queue has looked again.
  await eventually(() => it.stateOf()?.refused === 1);
  await Bun.sleep(450);
  expect(phone.raw()).toHaveLength(1);
  service.answers(status(201));
  clock.advance(2_000);
  await phone.got(2);
  await it.idle();
  expect(phone.raw()).toHaveLength(2);
});
