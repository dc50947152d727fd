// The app lock on the real server: what lies on the device opens nothing without the PIN or the passkey,
// and after five wrong ones only the password does.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Bytes } from '../../src/web/crypto/bytes';
import type { DeviceKey } from '../../src/web/crypto/engine';
import { isLocked } from '../../src/web/crypto/vault/locked-device';
import type { LockSettings } from '../../src/web/model/session/lock-record';
import { deviceKeyName, lockName, storeKeyName } from '../../src/web/model/store/names';
import type { Newcomer } from '../support/client/real-client';
import {
  befriendBy,
  comeBack,
  newcomer,
  passwordOf,
  signInOn,
  tell,
  textsWith,
  until,
} from '../support/client/real-client';
import { login } from '../support/person';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const PIN = '2580';

/** Alice, who wrote to bob, and left something half written. */
const scene = async (url: string) => {
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  await tell(alice.app, bob.id, 'what nobody else reads');
  await alice.app.drafts.write(`${bob.id}`, 'half a thought');
  const close = () => [alice, bob].map(({ browser }) => browser.close());
  return { alice, bob, [Symbol.dispose]: close };
};

const settingsOf = ({ browser, id }: Newcomer) =>
  browser.kept.device.get(lockName(id)) as Promise<LockSettings | undefined>;

test('a locked page holds nothing, a PIN opens it, and what was half written is there again', async () => {
  await using server = await startServer();
  using people = await scene(server.url);
  const { alice, bob } = people;
  const before = (await alice.browser.kept.device.get(deviceKeyName(alice.id))) as DeviceKey;
  const vault = await alice.engine.copy();
  await alice.app.appLock.turnOnByPin(PIN);
  expect(alice.tab.reloads).toBe(1);
  expect(await alice.engine.isOpen()).toBe(false);
  // The slot from before is gone; what lies here now opens nothing, nor does the key of what is kept.
  const kept = (await alice.browser.kept.device.get(deviceKeyName(alice.id))) as DeviceKey;
  expect([isLocked(kept), before.kid === kept.kid]).toEqual([true, false]);
  expect(await alice.browser.kept.device.get(storeKeyName(alice.id))).toEqual({
    lockedBy: kept.kid,
  });
  const other = await signInOn(server.url, 'alice');
  expect(await other.engine.canOpen(await other.engine.copy(), { device: before })).toBe(false);
  expect(await other.engine.canOpen(vault, { device: kept })).toBe(false);
  other.browser.close();

  const asked = alice.browser.asked.length;
  const page = await comeBack(alice.browser);
  expect(page.app.screen.phase.value).toBe('appLocked');
  expect([page.app.account.me.value, page.app.conversations.list.value]).toEqual([null, []]);
  expect(await page.engine.isOpen()).toBe(false);
  // Nothing of hers is asked for: only whether somebody calls.
  const bobs = await login(server.url, 'bob');
  using line = await bobs.connect();
  const rings = () => page.app.appLock.call.value;
  await until(() => alice.browser.asked.slice(asked).some(({ path }) => /ws-ticket/.test(path)));
  await until(async () => {
    line.send({ type: 'voice_call_invite', data: { user_id: alice.id } });
    await line.settled();
    return rings() !== null;
  });
  expect(rings()).toEqual({ name: null });
  const paths = alice.browser.asked.slice(asked).map(({ path }) => path);
  expect([...new Set(paths)].sort()).toEqual(['/auth/refresh', '/auth/ws-ticket']);
  expect(page.app.appLock.unlockByPin('2581')).rejects.toThrow('locked');
  await until(() => page.app.appLock.triesLeft.value === 4);
  await page.app.appLock.unlockByPin(PIN);
  await page.app.session.start();
  await until(() => page.app.screen.phase.value === 'ready' && page.app.isOnline.value);
  await page.app.actions.openConversation(bob.id);
  // Beside the line of the call.
  expect(textsWith(page.app, bob.id).filter(Boolean)).toEqual(['what nobody else reads']);
  expect(page.app.drafts.read(`${bob.id}`)).toBe('half a thought');
  await until(() => page.app.appLock.settings.value !== null);
  // A right one forgives the wrong ones.
  await page.app.appLock.lock();
  const again = await comeBack(alice.browser);
  expect([again.app.screen.phase.value, again.app.appLock.triesLeft.value]).toEqual([
    'appLocked',
    5,
  ]);

  await again.app.appLock.unlockByPin(PIN);
  await again.app.session.start();
  await until(() => again.app.isOnline.value && again.app.appLock.settings.value !== null);
  const beside = await comeBack(alice.browser);
  await beside.app.appLock.unlockByPin(PIN);
  await beside.app.session.start();
  await until(() => beside.app.isOnline.value && beside.app.appLock.settings.value !== null);
  await again.app.appLock.turnOff();
  // It would keep by a key that is gone.
  await until(() => beside.tab.reloads === 1);
  const free = await comeBack(alice.browser);
  await until(() => free.app.screen.phase.value === 'ready');
  expect(await settingsOf(alice)).toBeUndefined();
});

test('five wrong PINs, on however many pages, want the password, and the lock is said to be off', async () => {
  await using server = await startServer();
  using people = await scene(server.url);
  const { alice, bob } = people;
  await alice.app.appLock.turnOnByPin(PIN);
  let { app } = await comeBack(alice.browser);
  for (let tries = 1; ; tries += 1) {
    expect([app.screen.phase.value, app.appLock.triesLeft.value]).toEqual(['appLocked', 6 - tries]);
    await app.appLock.unlockByPin(`wrong ${tries}`).catch(() => {});
    if (tries === 5) break;
    ({ app } = await comeBack(alice.browser));
  }
  expect(await alice.browser.kept.device.get(deviceKeyName(alice.id))).toBeUndefined();
  await app.session.start();
  await until(() => app.screen.phase.value === 'locked');
  await app.session.unlock(passwordOf('alice'), 'password');
  await until(() => app.screen.phase.value === 'ready' && app.isOnline.value);
  await app.actions.openConversation(bob.id);
  expect(textsWith(app, bob.id)).toEqual(['what nobody else reads']);
  expect(app.drafts.read(`${bob.id}`)).toBe('half a thought');
  expect(await settingsOf(alice)).toBeUndefined();
  expect(app.notices.notices.value.map(({ kind }) => kind)).toContain('lockLost');
});

test('a passkey opens it by its own secret, and another one does not', async () => {
  await using server = await startServer();
  using people = await scene(server.url);
  const { alice } = people;
  const secret = (byte: number): Bytes => new Uint8Array(32).fill(byte);
  const given = { prf: secret(7) };
  Object.assign(alice.browser.kept.passkeys, {
    make: async () => ({ credential: 'AAAA', prf: given.prf }),
    ask: async () => given.prf,
  });
  expect(await alice.app.appLock.turnOnByPasskey()).toBe(true);
  given.prf = secret(8);
  const page = await comeBack(alice.browser);
  expect([page.app.screen.phase.value, page.app.appLock.byPasskey.value]).toEqual([
    'appLocked',
    true,
  ]);
  expect(page.app.appLock.unlockByPasskey()).rejects.toThrow('locked');
  await until(() => page.app.appLock.triesLeft.value === 4);
  given.prf = secret(7);
  await page.app.appLock.unlockByPasskey();
  await page.app.session.start();
  await until(() => page.app.screen.phase.value === 'ready');
});
