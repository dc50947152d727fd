// The own account, as the client changes it at the real server.
import { expect, test } from 'bun:test';
import type { Profile } from '../../src/features/user/model';
import { newcomer, signInOn, until } from '../support/client/real-client';
import { startServer } from '../support/server';

test('another name and no picture are shown as soon as the server has them', async () => {
  await using server = await startServer();
  const { app, browser } = await newcomer(server.url, 'alice');
  await app.account.rename({ username: 'alice2', email: 'alice@example.org' });
  expect(app.account.me.value?.username).toBe('alice2');
  await app.account.rename({ username: 'alice2', display_name: ' Anna 🌻 ', email: '' });
  expect(app.account.me.value).toMatchObject({ display_name: 'Anna 🌻', email: '' });
  await app.account.clearAvatar();
  expect(app.account.me.value).toMatchObject({ username: 'alice2', avatar: '', status: 'online' });
  browser.close();
});

test('what one lets others know is the same on all of one’s devices', async () => {
  await using server = await startServer();
  const { app, browser } = await newcomer(server.url, 'alice');
  const phone = await signInOn(server.url, 'alice');
  await until(() => server.world.hub.of(app.account.userId()).size === 2);
  await app.account.setPrivacy({ typing: false });
  const privacy = { last_seen: true, read_receipts: true, typing: false };
  expect(app.account.me.value?.privacy).toEqual(privacy);
  await until(() => phone.app.account.me.value?.privacy.typing === false);
  // A device that kept its profile under an earlier build knows nothing of it.
  const { privacy: _, display_name: __, ...earlier } = app.account.me.value ?? {};
  phone.app.account.restore(earlier as Profile);
  expect(phone.app.account.me.value?.privacy.typing).toBe(true);
  for (const each of [browser, phone.browser]) each.close();
});
