// When the vault is written, and what is said when the server has an older one.
import { expect, setDefaultTimeout, test } from 'bun:test';
import {
  befriendBy,
  comeBack,
  createBrowser,
  newcomer,
  passwordOf,
  signInOn,
  tell,
  textsWith,
  tokenOf,
  until,
} from '../support/client/real-client';
import type { Device } from '../support/hostile/device';
import { openDevice } from '../support/hostile/device';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const KEYS = /^GET \/encryption\/keys$/;
const WRITE = /^POST \/encryption\/keys/;
const day_ms = 86_400_000;

/** Signed in on a device whose clock the test moves. */
const signInBeside = async (url: string, name: string): Promise<Device> => {
  const device = openDevice(() => url);
  await device.app.session.start();
  await device.app.session.login(name, passwordOf(name));
  await device.idle();
  return device;
};
const nOf = ({ app }: Pick<Device, 'app'>): number => app.keys.identity()?.n ?? 0;
const slotsOf = ({ app }: Pick<Device, 'app'>): string[] =>
  (app.keys.identity()?.slots ?? []).filter((kid) => kid.startsWith('device:'));

test('writes that no person asked for are gathered, one in 30 s', async () => {
  await using server = await startServer();
  const [bob, carol, dave] = [
    await newcomer(server.url, 'bob'),
    await newcomer(server.url, 'carol'),
    await newcomer(server.url, 'dave'),
  ];
  const alice = await newcomer(server.url, 'alice');
  for (const each of [bob, carol, dave]) await befriendBy(alice, each);
  alice.browser.close();
  using device = await signInBeside(server.url, 'alice');
  const start = nOf(device);
  // Each is somebody whom she meets.
  await device.app.actions.openConversation(bob.id);
  await device.pass(0);
  await until(() => nOf(device) === start + 1);
  await device.app.actions.openConversation(carol.id);
  await device.app.actions.openConversation(dave.id);
  await device.pass(29_000);
  expect(nOf(device)).toBe(start + 1);
  expect(device.app.keys.identity()?.isUnstored).toBe(true);
  // What is not stored yet keeps nothing back.
  expect(await tell(device.app, carol.id, 'before it is written')).toBeUndefined();
  await device.pass(1_500);
  await until(() => nOf(device) === start + 2);
  expect(device.app.keys.identity()?.isUnstored).toBe(false);
  for (const { browser } of [bob, carol, dave]) browser.close();
});

test('a vault that the server refuses to take keeps no message from going', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  using _ = alice.browser.lie(WRITE, () => {
    const error = { code: 'REQUEST_006', message: '', details: { retry_after_s: 3_600 } };
    return Response.json({ error }, { status: 429 });
  });
  await alice.app.actions.openConversation(bob.id);
  expect(await tell(alice.app, bob.id, 'all the same')).toBeUndefined();
  await bob.app.actions.openConversation(alice.id);
  await until(() => textsWith(bob.app, alice.id).includes('all the same'));
  expect(alice.app.keys.identity()?.isUnstored).toBe(true);
  for (const { browser } of [alice, bob]) browser.close();
});

test('the slot of a session that was over in two looks a day apart goes, and a living one stays', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = await signInOn(server.url, 'alice');
  using tablet = await signInBeside(server.url, 'alice');
  const [kept] = [await tablet.app.keys.copies.deviceKey()];
  await until(() => slotsOf(alice).length === 3);
  // A session that ended without the vault: by the operator, or by a client of the API.
  const authorization = await tokenOf(phone.browser);
  phone.browser.close();
  await fetch(`${server.url}/api/v1/auth/logout`, { method: 'POST', headers: { authorization } });
  const look = async (after_ms: number) => {
    await tablet.pass(after_ms);
    await tablet.app.session.makeSlot();
    await tablet.idle();
  };
  await look(0);
  expect(slotsOf(tablet)).toHaveLength(3);
  await look(day_ms - 60_000);
  expect(slotsOf(tablet)).toHaveLength(3);
  await look(61_000);
  await until(() => slotsOf(tablet).length === 2);
  expect(slotsOf(tablet)).toContain(kept?.kid ?? '');
  await until(() => slotsOf(alice).length === 2);
  alice.browser.close();
});

test('an older vault after a restore that the server tells of says when that was, and without it is an old one', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const headers = { authorization: await tokenOf(alice.browser) };
  const old = await (await fetch(`${server.url}/api/v1/encryption/keys`, { headers })).json();
  const number = await alice.app.actions.safetyNumber(bob.id);
  await alice.app.actions.compared(bob.id, number?.key_id ?? '');
  alice.browser.close();
  const restored_at = '2026-03-04T05:06:07.000Z';
  const signInWith = async (more: object) => {
    using _ = alice.browser.lie(/^POST \/auth\/login$/, async (_, answer) => {
      const { data } = await (await answer()).json();
      return Response.json({ data: { ...data, ...more } });
    });
    // The page before may still be asking.
    let isTold = () => false;
    using __ = alice.browser.lie(KEYS, async (_, answer) => {
      const { data } = await (await answer()).json();
      const { private_key_encrypted } = isTold() ? data : old.data;
      return Response.json({ data: { ...data, private_key_encrypted } });
    });
    const { app } = alice.browser.openPage();
    isTold = () => app.notices.notices.value.length > 0;
    await app.session.login('alice', passwordOf('alice'));
    await until(() => app.keys.identity()?.isUnstored === false);
    await until(isTold);
    expect(app.pins.pinOf(bob.id)?.verified).toBe(true);
    // This page asks for nothing any more: the next one is given the old vault.
    alice.browser.close();
    return app.notices.notices.value;
  };
  expect(await signInWith({})).toEqual([{ kind: 'oldVault' }]);
  expect(await signInWith({ restored_at })).toEqual([{ kind: 'wentBack', at: restored_at }]);
  // The same restore once more explains nothing.
  expect(await signInWith({ restored_at })).toEqual([{ kind: 'oldVault' }]);
  for (const { browser } of [alice, bob]) browser.close();
});

test('a password is changed over a vault that another device wrote meanwhile', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const phone = await signInOn(server.url, 'alice');
  await until(() => phone.app.people.friendOf(bob.id));
  const number = await phone.app.actions.safetyNumber(bob.id);
  const tries: unknown[] = [];
  using _ = alice.browser.lie(/^PUT \/user\/password$/, async ({ body }, answer) => {
    // Between what she read and what she writes the phone compares.
    if (tries.length === 0) await phone.app.actions.compared(bob.id, number?.key_id ?? '');
    const real = await answer();
    tries.push([body.expected_version, real.status]);
    return real;
  });
  await alice.app.session.changePassword(passwordOf('alice'), 'quite another one');
  const [first, second, ...rest] = tries as [number, number][];
  expect([first?.[1], second?.[1], rest]).toEqual([409, 200, []]);
  expect(second?.[0]).toBeGreaterThan(first?.[0] ?? 0);
  expect(alice.app.pins.pinOf(bob.id)?.verified).toBe(true);
  const tablet = createBrowser(server.url);
  const { app } = tablet.openPage();
  await app.session.login('alice', 'quite another one');
  expect(app.screen.phase.value).toBe('ready');
  expect(app.pins.pinOf(bob.id)?.verified).toBe(true);
  expect([alice.app, app].flatMap(({ notices }) => notices.notices.value)).toEqual([]);
  for (const { browser } of [alice, bob, phone]) browser.close();
  tablet.close();
});

test('MESSAGE_003 for one’s own mid means that it is stored: it is fetched, and shown once', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await alice.app.actions.openConversation(bob.id);
  {
    using _ = alice.browser.lie(/^POST \/messages$/, async (_, answer) => {
      await answer();
      const error = { code: 'MESSAGE_003', message: '', details: {} };
      return Response.json({ error }, { status: 409 });
    });
    expect(await tell(alice.app, bob.id, 'once')).toBeUndefined();
  }
  expect(
    alice.app.windows.timelineOf(bob.id).items.map(({ text, state }) => [text, state]),
  ).toEqual([['once', 'sent']]);
  const { app } = await comeBack(alice.browser);
  await app.actions.openConversation(bob.id);
  await until(() => textsWith(app, bob.id).length > 0);
  expect(textsWith(app, bob.id)).toEqual(['once']);
  for (const { browser } of [alice, bob]) browser.close();
});
