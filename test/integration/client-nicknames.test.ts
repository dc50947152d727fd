// Nicknames that only one person sees: in the vault, on all of their devices, and told to nobody.
import { expect, setDefaultTimeout, test } from 'bun:test';
import {
  befriendBy,
  comeBack,
  createBrowser,
  newcomer,
  signInOn,
  tell,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

test('a nickname is on all devices, also those of two who give one at once, and nowhere in the server’s words', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const [bob, carol] = [await newcomer(server.url, 'bob'), await newcomer(server.url, 'carol')];
  for (const friend of [bob, carol]) await befriendBy(alice, friend);
  await tell(alice.app, bob.id, 'hello');
  const phone = await signInOn(server.url, 'alice');
  await until(() => phone.app.isOnline.value);
  const named = ({ app }: Pick<typeof phone, 'app'>) =>
    [bob.id, carol.id].map((id) => app.naming.calledById(id));
  await alice.app.keys.setNickname(bob.id, 'marmalade uncle');
  await until(() => named(phone)[0] === 'marmalade uncle');
  // Each device names another one before it heard of the other.
  await Promise.all([
    alice.app.keys.setNickname(carol.id, 'marmalade aunt'),
    phone.app.keys.setNickname(bob.id, 'marmalade Bob'),
  ]);
  for (const page of [alice, phone]) {
    await until(() => named(page).join() === 'marmalade Bob,marmalade aunt');
  }
  // It outlives the page, without a server, too, and comes to a device that is new.
  {
    using _ = alice.browser.lie(/./, () => {
      throw new TypeError('Failed to fetch');
    });
    // What the page shows is kept in the moment after.
    await until(
      async () => named(await comeBack(alice.browser)).join() === 'marmalade Bob,marmalade aunt',
    );
  }
  const tablet = await signInOn(server.url, 'alice');
  await until(() => named(tablet)[0] === 'marmalade Bob');
  await tablet.app.keys.setNickname(bob.id, '');
  await until(() => named(phone)[0] === 'bob');
  const said = [alice, phone, tablet].flatMap(({ browser }) => browser.asked);
  expect(said.filter((each) => JSON.stringify(each).includes('marmalade'))).toEqual([]);
  // Keys are spoken of by the user name all the same.
  const [friend] = alice.app.people.friends.value.filter(({ id }) => id === carol.id);
  expect(friend && alice.app.naming.inFull(friend)).toBe('marmalade aunt (carol)');
  for (const { browser } of [alice, bob, carol, phone, tablet]) browser.close();
});

test('a name that is given between the sign-in of another device and its connection is there, too', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const phone = createBrowser(server.url);
  // Its vault is open, and nobody tells it anything yet.
  using _ = phone.lie(/ws-ticket/, async (_request, answer) => {
    await alice.app.keys.setNickname(bob.id, 'marmalade uncle');
    return answer();
  });
  const { app } = await signInOn(server.url, 'alice', phone);
  await until(() => app.naming.calledById(bob.id) === 'marmalade uncle');
  for (const browser of [alice.browser, bob.browser, phone]) browser.close();
});

test('who calls themselves otherwise after they were met has a line, until it is read', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await tell(alice.app, bob.id, 'hello');
  expect(alice.app.pins.pinOf(bob.id)?.name).toEqual({ username: 'bob', display_name: '' });
  await bob.app.account.rename({
    username: 'bob',
    display_name: 'Alice',
    email: 'bob@example.org',
  });
  await until(() => alice.app.people.friendOf(bob.id)?.display_name === 'Alice');
  // It is alice's own name.
  expect(alice.app.naming.calledById(bob.id)).toBe('Alice (bob)');
  expect(alice.app.people.nameOf(bob.id)).toEqual({ username: 'bob', display_name: 'Alice' });
  const name = { username: 'bob', display_name: 'Alice' };
  await alice.app.actions.pressLine(bob.id, { line: 'name', name });
  expect(alice.app.pins.pinOf(bob.id)?.name.display_name).toBe('Alice');
  for (const { browser } of [alice, bob]) browser.close();
});
