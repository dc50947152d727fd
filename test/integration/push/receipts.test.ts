// Devices confirm what they showed, and one that confirms nothing is noticed.
import { expect, test } from 'bun:test';
import { sweepSubscriptions } from '../../../src/features/push/states';
import { manualClock } from '../../support/clock';
import { device, pushesSettled, startPushService } from '../../support/network/push-service';
import { call, friends } from '../../support/person';
import { startServer } from '../../support/server';

const hour_ms = 3_600_000;

test('a device confirms what it showed without a token, and own devices hear it once', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  using page = await bob.connect();
  const tested = await bob.post(`/push/subscription/${phone.id}/test`);
  expect(tested.status).toBe(200);
  const { push_id } = tested.body.data;
  const [push] = await phone.got(1);
  expect(push).toMatchObject({
    notification: { title: 'Chat8', navigate: `${server.url}/`, tag: `test ${bob.id}` },
    chat8: { kind: 'test', id: push_id, to: bob.id, friend_id: 0, count: 0 },
  });
  const [raw] = phone.raw();
  expect([raw?.headers.get('ttl'), raw?.body.length]).toEqual(['60', 1_126]);
  for (let i = 0; i < 2; i += 1) expect((await phone.confirms(push_id)).status).toBe(200);
  const shown = await page.event('push_shown');
  expect(shown.data).toEqual({ subscription_id: phone.id, push_id });
  expect(shown.seq).toBeNumber();
  await page.settled();
  expect(page.types().filter((type) => type === 'push_shown')).toHaveLength(1);
  await pushesSettled(server);
  await server.world.ledger.write(() => undefined);
  const row = await phone.shown();
  expect([row.waiting, typeof row.shown_at, typeof row.sent_at]).toEqual([0, 'string', 'string']);
  expect((await alice.post(`/push/subscription/${phone.id}/test`)).body.error.code).toBe(
    'REQUEST_003',
  );
});

test('a test is sent once in ten seconds', async () => {
  using service = startPushService();
  await using server = await startServer(
    { ...service.settings, CHAT8_RATE_LIMIT: 'on' },
    manualClock(),
  );
  const { bob } = await friends(server.url);
  const phone = await device(service, bob);
  const path = `/push/subscription/${phone.id}/test`;
  expect((await bob.post(path)).status).toBe(200);
  const again = await bob.post(path);
  expect([again.status, again.body.error.code]).toEqual([429, 'REQUEST_006']);
  expect(Number(again.headers.get('retry-after'))).toBeWithin(1, 11);
  await phone.got(1);
});

test('whatever is no receipt is answered alike, and only what is too long is refused', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  await alice.says(bob, 'hi');
  const [push] = await phone.got(1);
  const id = push?.chat8.id ?? '';
  await pushesSettled(server);
  await server.world.ledger.write(() => undefined);
  const send = async (body: string, type = 'application/json') => {
    const headers = { 'content-type': type };
    const { status, body: said } = await call(server.url, 'POST', '/api/v1/push/receipt', {
      body,
      headers,
    });
    return [status, said.error?.code ?? said.data];
  };
  const forged = Buffer.from(id, 'base64url').fill(9, 1, 5).toString('base64url');
  for (const body of [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{}',
    '{"id":7}',
    '{"id":"x","shown":true}',
    `{"id":"${id}"}`,
    `{"id":"${id}","shown":false}`,
    `{"id":"${id}","shown":"yes"}`,
    `{"id":"${forged}","shown":true}`,
    `${'[{"a":'.repeat(35)}1${'}]'.repeat(35)}`,
    `{"id":"${'a'.repeat(490)}"}`,
  ]) {
    expect([body, ...(await send(body))]).toEqual([body, 200, undefined]);
  }
  expect(await phone.shown()).toMatchObject({ waiting: 1, shown_at: null });
  expect(await send(`{"id":"${'a'.repeat(504)}"}`)).toEqual([413, 'REQUEST_005']);
  expect(await send(`{"id":"${id}","clicked":true}`, 'text/plain')).toEqual([200, undefined]);
  expect(await phone.shown()).toMatchObject({ waiting: 0 });
});

test('of one address thirty receipts a minute count, and the others are answered alike', async () => {
  using service = startPushService();
  await using server = await startServer(
    { ...service.settings, CHAT8_RATE_LIMIT: 'on' },
    manualClock(),
  );
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  await alice.says(bob, 'hi');
  const [push] = await phone.got(1);
  for (let i = 0; i < 30; i += 1) expect((await phone.confirms('nonsense')).status).toBe(200);
  expect((await phone.confirms(push?.chat8.id ?? '')).status).toBe(200);
  expect((await phone.shown()).shown_at).toBeNull();
});

test('three pushes in 48 hours that nobody confirmed make a device quiet, until it is heard of', async () => {
  using service = startPushService();
  const clock = manualClock();
  const settings = { ...service.settings, CHAT8_TOKEN_TTL: '31000000' };
  await using server = await startServer(settings, clock);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const { world } = server;
  const sweep = () => world.ledger.write((job) => sweepSubscriptions(world, job));
  const pushes = async (count: number) => {
    const before = phone.raw().length;
    for (let i = 1; i <= count; i += 1) {
      await alice.says(bob, 'hello?');
      await phone.got(before + i);
      await pushesSettled(server);
      clock.advance(hour_ms);
    }
  };
  await pushes(2);
  clock.advance(100 * hour_ms);
  await sweep();
  expect(await phone.shown()).toMatchObject({ state: 'good', waiting: 2 });
  await pushes(1);
  const quiet = { state: 'quiet', why: 'silent', waiting: 3 };
  expect(await phone.shown()).toMatchObject(quiet);
  await sweep();
  {
    const other = world.eventLog.after(bob.id, 0, 100).at(-1);
    expect([other?.type, JSON.parse(other?.detail ?? '{}')]).toEqual([
      'push_state',
      { subscription_id: phone.id, state: 'quiet', why: 'silent' },
    ]);
  }
  // Pushes go on; a receipt makes it good again.
  await pushes(1);
  const last = phone.pushes().at(-1);
  await phone.confirms(last?.chat8.id ?? '');
  expect(await phone.shown()).toMatchObject({ state: 'good', why: null, waiting: 0 });

  // So does a socket of its session.
  await pushes(3);
  clock.advance(100 * hour_ms);
  await sweep();
  expect(await phone.shown()).toMatchObject({ state: 'quiet' });
  using page = await bob.connect();
  const told = await page.next(({ type, data }) => type === 'push_state' && data.state === 'good');
  expect(told.data).toEqual({ subscription_id: phone.id, state: 'good', why: null });
  expect(await phone.shown()).toMatchObject({ state: 'good', waiting: 3 });
}, 300_000);
