// The own account, as the client changes it at the real server.
import { expect, test } from 'bun:test';
import { newcomer } from '../support/client/real-client';
import { startServer } from '../support/server';

test('another name and no picture are shown as soon as the server has them', async () => {
  await using server = await startServer();
  const { app, browser } = await newcomer(server.url, 'alice');
  await app.account.rename({ username: 'alice2', email: 'alice@example.org' });
  expect(app.account.me.value?.username).toBe('alice2');
  await app.account.clearAvatar();
  expect(app.account.me.value).toMatchObject({ username: 'alice2', avatar: '', status: 'online' });
  browser.close();
});
