// Messages reach a device by its push service: what it is sent, and that nobody else can read it.
import { expect, test } from 'bun:test';
import { CONTACT, device, startPushService } from '../../support/network/push-service';
import { befriend, friends, register } from '../../support/person';
import { startServer } from '../../support/server';

test('a message reaches the device of somebody who is away, sealed and signed', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const phone = await device(service, bob);
  await alice.says(bob, 'the kettle is on');
  const [push] = await phone.got(1);
  expect(push).toMatchObject({
    web_push: 8030,
    mutable: true,
    app_badge: 1,
    notification: {
      title: 'alice',
      body: 'New message',
      tag: `message ${bob.id} ${alice.id}`,
      navigate: `${server.url}/#/c/${alice.id}`,
      renotify: true,
      silent: false,
    },
    chat8: { v: 1, kind: 'message', to: bob.id, friend_id: alice.id, count: 1 },
  });
  const [raw] = phone.raw();
  expect(raw?.headers.get('ttl')).toBe('604800');
  expect(raw?.headers.get('urgency')).toBe('high');
  expect(raw?.headers.get('topic')).toMatch(/^[\w-]{22}$/);
  expect(raw?.headers.get('content-encoding')).toBe('aes128gcm');
  expect(raw?.body.length).toBe(86 + 1_024 + 16);
  expect(phone.browser.open(raw?.body ?? new Uint8Array()).padded_bytes).toBe(1_024);
  const { claims, k } = await phone.claims();
  expect(claims).toMatchObject({ aud: service.origin, sub: CONTACT });
  expect(claims.exp - Date.now() / 1_000).toBeWithin(11 * 3_600, 12 * 3_600 + 1);
  const { public_key, enabled, why } = (await bob.get('/push')).body.data;
  expect([k, enabled, why]).toEqual([public_key, true, null]);
  expect(await phone.shown()).toMatchObject({ state: 'good', waiting: 1, shown_at: null });
  expect(server.log.filter(({ level }) => level !== 'info')).toEqual([]);
});

test('a sealed text rides along for who wants texts, if it fits, and is in no words of the server', async () => {
  using service = startPushService();
  await using server = await startServer(service.settings);
  const { alice, bob } = await friends(server.url);
  const shows = ['nothing', 'name', 'text'];
  const devices = await Promise.all(shows.map((show) => device(service, bob, { show })));
  const contents = async (content: string, count: number) => {
    await alice.says(bob, content, { is_encrypted: true });
    const told = [];
    for (const each of devices) {
      const push = (await each.got(count))[count - 1];
      expect(JSON.stringify(push?.notification)).not.toContain(content);
      told.push(push?.chat8.content);
    }
    return told;
  };
  expect(await contents('sealed '.repeat(100), 1)).toEqual([
    undefined,
    undefined,
    'sealed '.repeat(100),
  ]);
  const sizes = devices.map((each) => each.raw()[0]?.body.length);
  expect(sizes).toEqual([1_126, 1_126, 2_150]);
  const carol = await register(server.url, 'carol');
  await befriend(carol, bob);
  await carol.says(bob, 'x'.repeat(3_000), { is_encrypted: true });
  const [last] = devices.slice(-1);
  const pushes = (await last?.got(2)) ?? [];
  expect([pushes[1]?.chat8.friend_id, pushes[1]?.chat8.content]).toEqual([carol.id, undefined]);
  expect(last?.raw()[1]?.body.length).toBe(2_150);
});
