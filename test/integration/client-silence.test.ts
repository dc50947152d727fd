// Somebody is silenced before anything was said: it outlives the page, and holds on all devices.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { befriendBy, comeBack, newcomer, signInOn, until } from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('a friend who has not written yet is silent after a reload, on a second device, and offline', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const phone = await signInOn(server.url, 'alice');
  await until(() => phone.app.isOnline.value);
  await alice.app.silences.silence(bob.id, 'always');
  // Told at once, and known to whoever begins later.
  await until(() => phone.app.silences.isSilent(bob.id));
  const later = await comeBack(alice.browser);
  await until(() => later.app.silences.isForEver(bob.id));
  const another = await signInOn(server.url, 'alice');
  await until(() => another.app.silences.isForEver(bob.id));
  // Bob is told nothing of it, and his own side is not silent.
  const [row] = await bob.app.people.load().then(() => bob.app.people.friends.value);
  expect([row?.id, row?.muted_until]).toEqual([alice.id, null]);
  {
    using _ = alice.browser.lie(/./, () => {
      throw new TypeError('Failed to fetch');
    });
    const offline = await comeBack(alice.browser);
    await until(() => offline.app.screen.phase.value === 'ready');
    expect(offline.app.silences.isForEver(bob.id)).toBe(true);
  }
  await phone.app.silences.silence(bob.id, null);
  await until(() => !later.app.silences.isSilent(bob.id));
  const last = await comeBack(phone.browser);
  await until(() => last.app.isOnline.value && !last.app.silences.isSilent(bob.id));
  for (const { browser } of [alice, bob, phone, another]) browser.close();
});
