// The own account, as the client changes it at the real server.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Profile } from '../../src/features/user/model';
import type { Newcomer } from '../support/client/real-client';
import {
  comeBack,
  createBrowser,
  newcomer,
  passwordOf,
  signInOn,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

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

const linkBy = async ({ app }: Newcomer): Promise<string> => {
  const { pathname, hash } = new URL(app.people.linkOf(await app.people.invite()));
  return `${pathname}${hash}`;
};

test('who comes by a link ends in the conversation with its maker, also by a page that was loaded again', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const bob = await newcomer(server.url, 'bob', await linkBy(alice));
  await until(() => bob.app.screen.opened.value === alice.id);
  // Before the recovery code was said to be kept.
  const browser = createBrowser(server.url);
  const first = browser.openPage(await linkBy(alice));
  const names = { username: 'carol', email: 'carol@example.org' };
  await first.app.session.register({ ...names, password: passwordOf('carol') });
  expect(first.app.screen.phase.value).toBe('recovery');
  const { app } = await comeBack(browser);
  await until(() => app.screen.opened.value === alice.id);
  // Once: from then on she is where she was.
  app.screen.closeConversation();
  const later = await comeBack(browser);
  await until(() => later.app.isOnline.value && later.app.screen.phase.value === 'ready');
  expect(later.app.screen.opened.value).toBeNull();
  for (const each of [alice.browser, bob.browser, browser]) each.close();
});
