// Messages reach a device by its push service: what it is sent, and that nobody else can read it.
import { expect, test } from 'bun:test';
import { CONTACT, device, startPushService } from '../../support/network/push-service';
import { friends } from '../../support/person';
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
