// What is left on a device after a session: of what was written nothing is lost, and nothing is read.
import { expect, setDefaultTimeout, test } from 'bun:test';
import {
  befriendBy,
  comeBack,
  newcomer,
  passwordOf,
  signInOn,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('after an ended session what was written is there for its owner’s next sign-in alone', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  {
    using _ = alice.browser.lie(/^POST \/messages$/, () => Promise.reject(new TypeError('lost')));
    const photo = new File(['the bytes of a photo'], 'photo.png', { type: 'image/png' });
    await alice.app.drafts.write(String(bob.id), 'half a thought');
    void (await alice.app.actions.send(bob.id, 'unsent words', null)).sent.catch(() => {});
    using __ = alice.browser.lie(/^POST \/upload/, () => Promise.reject(new TypeError('lost')));
    const file = { blob: photo, name: photo.name, type: photo.type };
    void (await alice.app.actions.sendFile(bob.id, file)).sent.catch(() => {});
    const phone = await signInOn(server.url, 'alice');
    const devices = await phone.app.session.devices();
    const other = devices.find(({ current }) => !current);
    await phone.app.session.endDevice(other?.id ?? 0);
    phone.browser.close();
    await until(() => alice.left() === '/');
  }
  // Nothing of it can be read, and the keys are gone.
  const store = alice.browser.kept.store;
  const kept = [await store?.allUnsent(), await store?.allDrafts()];
  expect(JSON.stringify(kept)).not.toMatch(/thought|words|photo/);
  const blobs = (await store?.allUnsent())?.flatMap(({ value }) => {
    const { blob } = value as { blob?: Blob };
    return blob ? [blob.text()] : [];
  });
  expect((await Promise.all(blobs ?? [])).join()).not.toContain('bytes');
  expect(await alice.browser.kept.device.get('device key 1')).toBeUndefined();
  expect(await alice.browser.kept.device.get('vault 1')).toBeUndefined();

  // Somebody else, in the same browser, is shown nothing of it; the owner is, and it goes.
  const { app } = alice.browser.openPage();
  const signedIn = app.session.login('bob', passwordOf('bob'));
  await until(() => app.session.othersWait.isAsked.value);
  app.session.othersWait.answer(true);
  await signedIn;
  await until(() => app.screen.phase.value === 'ready');
  expect(app.drafts.read(String(bob.id))).toBeNull();
  const again = alice.browser.openPage();
  await again.app.session.login('alice', passwordOf('alice'));
  expect(again.app.drafts.read(String(bob.id))).toBe('half a thought');
  await bob.app.actions.openConversation(alice.id);
  const items = () => bob.app.windows.timelineOf(alice.id).items;
  await until(() => items().some(({ text }) => text === 'unsent words'));
  await until(() => items().some(({ file }) => file?.name === 'photo.png'));
  for (const each of [alice, bob]) each.browser.close();
});

test('signing out without a connection is owed, and done before anybody comes in', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const cookie = alice.browser.cookie();
  const lost = () => Promise.reject(new TypeError('lost'));
  {
    using _ = alice.browser.lie(/./, lost);
    await alice.app.session.logout();
    expect(alice.left()).toBe('/');
    // Without a connection nobody comes in here, by the cookie or a password.
    const { app } = await comeBack(alice.browser);
    expect(app.session.signOutReason.value ?? 'unreachable').toBe('unreachable');
    await expect(app.session.login('alice', passwordOf('alice'))).rejects.toThrow();
  }
  const before = alice.browser.asked.length;
  const { app } = await comeBack(alice.browser);
  expect(alice.browser.asked[before]).toMatchObject({ method: 'POST', path: '/auth/logout' });
  expect(app.screen.phase.value).toBe('welcome');
  const refresh = await fetch(`${server.url}/api/v1/auth/refresh`, {
    method: 'POST',
    headers: { cookie },
  });
  expect(refresh.status).toBe(401);
  alice.browser.close();
});

test('a session that the server does not know is asked for again, and everything stays', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const refused = Response.json(
    { success: false, error: { code: 'AUTH_001', message: '', details: { reason: 'unknown' } } },
    { status: 401 },
  );
  {
    using _ = alice.browser.lie(/\/auth\/refresh/, () => refused.clone());
    await comeBack(alice.browser);
  }
  expect(await alice.browser.kept.device.get('device key 1')).toBeDefined();
  const { app } = await signInOn(server.url, 'alice', alice.browser);
  expect(app.screen.phase.value).toBe('ready');
  expect(app.keys.identity()?.slots).toHaveLength(3);
  alice.browser.close();
});

/** Alice wrote something that was not sent, and her session ended by itself. */
const leftBehind = async (url: string, why: 'ended' | 'expired') => {
  const alice = await newcomer(url, 'alice');
  await alice.app.drafts.write('7', 'half a thought');
  const store = await alice.browser.kept.openOfflineStore(alice.id);
  // All that a start without the server needs.
  for (const name of ['me', 'heard']) {
    await until(async () => (await store.meta(name)) !== undefined);
  }
  store.close();
  const refused = Response.json(
    { success: false, error: { code: 'AUTH_001', message: '', details: { reason: why } } },
    { status: 401 },
  );
  using _ = alice.browser.lie(/\/auth\/refresh/, () => refused.clone());
  const page = await comeBack(alice.browser);
  await until(() => page.left() === '/');
  return alice;
};

for (const why of ['ended', 'expired'] as const) {
  test(`after a session that was ${why} somebody else is asked first whether what waits there stays`, async () => {
    await using server = await startServer();
    const bob = await newcomer(server.url, 'bob');
    bob.browser.close();
    const alice = await leftBehind(server.url, why);
    const comeIn = (name: string) => {
      const page = alice.browser.openPage();
      const signedIn = page.app.session.login(name, passwordOf(name));
      return { ...page, signedIn };
    };
    const bobs = comeIn('bob');
    await until(() => bobs.app.session.othersWait.isAsked.value);
    // Whose it is, is not said, and nothing of bob is kept before he has decided.
    expect(bobs.app.screen.phase.value).not.toBe('ready');
    bobs.app.session.othersWait.answer(true);
    await bobs.signedIn;
    expect(bobs.app.screen.phase.value).toBe('ready');
    // He is asked once.
    const again = comeIn('bob');
    await again.signedIn;
    expect(again.app.session.othersWait.isAsked.value).toBe(false);
    const own = comeIn('alice');
    await own.signedIn;
    expect(own.app.drafts.read('7')).toBe('half a thought');
    alice.browser.close();
  });
}

test('what somebody else does not let stay is gone, with what opened it', async () => {
  await using server = await startServer();
  const bob = await newcomer(server.url, 'bob');
  bob.browser.close();
  const alice = await leftBehind(server.url, 'expired');
  const { device } = alice.browser.kept;
  expect(await device.get(`device key ${alice.id}`)).toBeDefined();
  const page = alice.browser.openPage();
  const signedIn = page.app.session.login('bob', passwordOf('bob'));
  await until(() => page.app.session.othersWait.isAsked.value);
  page.app.session.othersWait.answer(false);
  await signedIn;
  for (const name of ['device key', 'vault', 'store key']) {
    expect(await device.get(`${name} ${alice.id}`)).toBeUndefined();
  }
  expect(await device.get(`vault n ${alice.id}`)).toBeGreaterThan(0);
  expect(await alice.browser.kept.store?.allDrafts()).toEqual([]);
  const { app } = await signInOn(server.url, 'alice', alice.browser);
  expect([app.screen.phase.value, app.drafts.read('7')]).toEqual(['ready', null]);
  alice.browser.close();
});
