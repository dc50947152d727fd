// Subscribing, and what ends it.
import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  browserSubscription,
  device,
  pushesSettled,
  startPushService,
  subscribe,
} from '../../support/network/push-service';
import { call, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const refusalOf = ({ status, body }: Awaited<ReturnType<typeof call>>) => [
  status,
  body.error?.code,
  body.error?.details.why,
];

test('what is no subscription of a service that is called is refused, with the reason', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const bob = await register(server.url, 'bob');
  const { keys } = browserSubscription('');
  const good = { endpoint: `${service.origin}/a`, keys };
  const refused = async (body: object) => refusalOf(await subscribe(bob, { ...good, ...body }));
  const fault = (why: string) => [422, 'PUSH_001', why];
  expect(await refused({ endpoint: 'https://push.example/a' })).toEqual(fault('host'));
  expect(await refused({ endpoint: 'http://fcm.googleapis.com/a' })).toEqual(fault('https'));
  expect(await refused({ endpoint: 'nonsense' })).toEqual(fault('https'));
  expect(await refused({ endpoint: 'https://127.0.0.1/a' })).toEqual(fault('address'));
  const user = 'https://me:pw@fcm.googleapis.com/a';
  expect(await refused({ endpoint: user })).toEqual(fault('user_information'));
  const long = `${service.origin}/${'a'.repeat(2_048)}`;
  expect(await refused({ endpoint: long })).toEqual(fault('too_long'));
  const { p256dh, auth } = keys;
  const off = Buffer.from(p256dh, 'base64url').fill(7, 33).toString('base64url');
  for (const odd of ['', 'AAAA', off, auth, Buffer.alloc(65, 4).toString('base64url')]) {
    expect(await refused({ keys: { p256dh: odd, auth } })).toEqual(fault('p256dh'));
  }
  for (const odd of ['', 'AAAA', p256dh]) {
    expect(await refused({ keys: { p256dh, auth: odd } })).toEqual(fault('auth'));
  }
  const key = browserSubscription('').keys.p256dh;
  expect(await refused({ public_key: key })).toEqual([409, 'PUSH_002', 'public_key']);
  for (const body of [
    { show: 'all' },
    { lang: 'fr' },
    { quiet: { from: '7:00', to: '08:00', zone: 'Asia/Shanghai' } },
    { quiet: { from: '07:00', to: '24:00', zone: 'Asia/Shanghai' } },
    { quiet: { from: '07:00', to: '08:00', zone: 'Mars/Olympus' } },
    { quiet: { from: '07:00', to: '08:00', zone: '+08:00' } },
    { endpoint: undefined },
  ]) {
    expect((await refused(body)).slice(0, 2)).toEqual([422, 'REQUEST_002']);
  }
  expect((await bob.get('/push')).body.data.subscriptions).toEqual([]);
  expect(service.received).toEqual([]);
});

test('without a contact, or switched off, nothing is pushed, and it is said why', async () => {
  using service = startPushService();
  for (const [settings, why] of [
    [{}, 'no_contact'],
    [{ CHAT8_PUBLIC_URL: 'https://nas.lan' }, 'contact_not_routable'],
    [{ ...service.settings, CHAT8_PUSH: 'off' }, 'off'],
  ] as const) {
    await using server = await startServer({ CHAT8_PUSH_SERVICES: service.origin, ...settings });
    const { alice, bob } = await friends(server.url);
    expect((await bob.get('/push')).body.data).toMatchObject({ enabled: false, why });
    const { keys } = browserSubscription('');
    const asked = await subscribe(bob, { endpoint: `${service.origin}/a`, keys });
    expect(refusalOf(asked)).toEqual([422, 'PUSH_001', 'off']);
    await alice.says(bob, 'hi');
    const { pushStatus } = await import('../../../src/operator/push');
    expect(pushStatus(server.world).push).toStartWith('off: ');
  }
  expect(service.received).toEqual([]);
}, 300_000);

test('the same endpoint is the same subscription, and another person’s ends it, with what waits', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const { endpoint, keys } = phone.browser;
  const again = await subscribe(bob, { endpoint, keys, show: 'text', lang: 'zh' });
  expect(again.body.data).toEqual({ id: phone.id, renew_token: phone.renew_token });
  expect(await phone.shown()).toMatchObject({ show: 'text', current: true });
  const other = await login(server.url, 'bob');
  expect((await subscribe(other, { endpoint, keys })).body.data.id).toBe(phone.id);
  expect(await phone.shown()).toMatchObject({ current: false, show: 'name' });

  const carol = await register(server.url, 'carol');
  const taken = await subscribe(carol, { endpoint, keys });
  expect(taken.body.data.id).not.toBe(phone.id);
  expect((await bob.get('/push')).body.data.subscriptions).toEqual([]);
  await alice.says(bob, 'not for carol');
  await pushesSettled(server);
  expect(service.received).toEqual([]);
});

test('of a person eleven devices are ten: the one longest silent makes room', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phones = [];
  for (let i = 0; i < 10; i += 1) phones.push(await device(service, bob));
  await alice.says(bob, 'hi');
  const [first, second] = phones;
  const [push] = (await first?.got(1)) ?? [];
  await first?.confirms(push?.chat8.id ?? '');
  await device(service, bob);
  const ids = (await bob.get('/push')).body.data.subscriptions.map(({ id }: { id: number }) => id);
  expect(ids).toHaveLength(10);
  expect(ids).toContain(first?.id);
  expect(ids).not.toContain(second?.id);
});

test('a device is taken off by its owner alone, and goes with its session', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const path = `/push/subscription/${phone.id}`;
  for (const answer of [await alice.delete(path), await bob.delete('/push/subscription/999')]) {
    expect(refusalOf(answer)).toEqual([404, 'REQUEST_003', undefined]);
  }
  expect((await bob.delete(path)).status).toBe(200);
  const laptop = await login(server.url, 'bob');
  await device(service, laptop);
  expect((await bob.get('/push')).body.data.subscriptions).toHaveLength(1);
  expect((await laptop.post('/auth/logout')).status).toBe(200);
  expect((await bob.get('/push')).body.data.subscriptions).toEqual([]);
  await alice.says(bob, 'hi');
  await pushesSettled(server);
  expect(service.received).toEqual([]);
});

test('a worker renews without a token, once, and hears the same again if the answer was lost', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  const renew = (body: object) => call(server.url, 'POST', '/api/v1/push/renewal', { body });
  const fresh = browserSubscription(`${service.origin}/renewed`);
  const asked = { renew_token: phone.renew_token, endpoint: fresh.endpoint, keys: fresh.keys };
  const renewed = await renew(asked);
  expect(renewed.status).toBe(200);
  const { renew_token } = renewed.body.data;
  expect((await renew(asked)).body.data).toEqual({ renew_token });
  const third = browserSubscription(`${service.origin}/third`);
  const { endpoint, keys } = third;
  for (const token of [phone.renew_token, '', 'nonsense', `${renew_token}A`]) {
    const refused = await renew({ renew_token: token, endpoint, keys });
    expect(refusalOf(refused)).toEqual([404, 'REQUEST_003', undefined]);
  }
  const odd = await renew({ renew_token, endpoint: 'https://off.example/a', keys });
  expect(refusalOf(odd)).toEqual([422, 'PUSH_001', 'host']);
  await alice.says(bob, 'found you');
  await service.count(1);
  const [raw] = service.for('/renewed');
  expect(fresh.open(raw?.body ?? new Uint8Array()).payload.chat8.kind).toBe('message');
  expect(phone.raw()).toEqual([]);
  expect((await renew({ renew_token, endpoint, keys })).status).toBe(200);
});

test('a new key of the server makes every subscription one to be made again', async () => {
  using service = startPushService();
  const dir = mkdtempSync(join(tmpdir(), 'chat8-push-'));
  const settings = { ...service.settings, CHAT8_DATA_DIR: dir };
  let before = '';
  {
    await using server = await startServer(settings);
    const bob = await register(server.url, 'bob');
    await device(service, bob);
    before = (await bob.get('/push')).body.data.public_key;
  }
  rmSync(join(dir, 'secrets.json'));
  await using server = await startServer(settings);
  const bob = await login(server.url, 'bob');
  const { public_key, subscriptions } = (await bob.get('/push')).body.data;
  expect(subscriptions).toEqual([]);
  expect(public_key).not.toBe(before);
  const { keys } = browserSubscription('');
  const asked = { endpoint: `${service.origin}/a`, keys, public_key: before };
  expect(refusalOf(await subscribe(bob, asked))).toEqual([409, 'PUSH_002', 'public_key']);
  rmSync(dir, { recursive: true, force: true });
});

test('notifications lead to the page that subscribed', async () => {
  using service = startPushService();
  await using server = await startServer({
    ...service.settings,
    CHAT8_PUBLIC_URL: 'https://chat.example',
    CHAT8_CORS_ORIGINS: 'https://app.example',
  });
  const { alice, bob } = await friends(server.url);
  const leads = async (origin?: string) => {
    const browser = browserSubscription(`${service.origin}/${crypto.randomUUID()}`);
    const { public_key } = (await bob.get('/push')).body.data;
    const { endpoint, keys } = browser;
    const body = { endpoint, keys, public_key, show: 'name', lang: 'en' };
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const options = { token: bob.token, body, headers };
    const said = await call(server.url, 'PUT', '/api/v1/push/subscription', options);
    const row = server.world.pushSubscriptions.byId(said.body.data.id);
    return row?.origin;
  };
  expect(await leads()).toBe('https://chat.example');
  expect(await leads('https://app.example')).toBe('https://app.example');
  for (const odd of ['null', 'nonsense', `https://${'a'.repeat(300)}.example`]) {
    expect(await leads(odd)).toBe('https://chat.example');
  }
  expect(alice.id).toBePositive();
});
