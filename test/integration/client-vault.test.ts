// The vault between the devices of one person and a server that may lie about it.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser } from '../support/client/real-client';
import {
  befriendBy,
  comeBack,
  createBrowser,
  newcomer,
  passwordOf,
  signInOn,
  tokenOf,
  until,
} from '../support/client/real-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const KEYS = /^GET \/encryption\/keys$/;
const WRITE = /^POST \/encryption\/keys/;

const written = (browser: Browser) =>
  browser.asked.filter(({ method, path }) => WRITE.test(`${method} ${path}`));
const storedText = async (answer: () => Promise<Response>) => (await answer()).json();

test('a device opens the vault by its own slot, and keeps nothing of the password', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const identity = alice.app.keys.identity();
  expect(identity?.slots.toSorted()).toEqual([
    expect.stringMatching(/^device:[\w-]{16}$/),
    'password',
    'recovery',
  ]);
  expect(Object.values(identity?.devices ?? {}).map(({ session_id }) => session_id)).toEqual([1]);
  expect(await alice.browser.kept.device.get('secret 1')).toBeUndefined();
  const key = (await alice.browser.kept.device.get('device key 1')) as { key: CryptoKey };
  expect(key.key.extractable).toBe(false);
  const { app } = await comeBack(alice.browser);
  expect(app.screen.phase.value).toBe('ready');
  expect(app.keys.ownKeyId()).toBe(identity?.key_id ?? '');
  alice.browser.close();
});

test('every write has the next number, the version that it replaces, and the key of the vault', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = await signInOn(server.url, 'alice');
  await alice.app.session.newRecovery();
  const all = [...written(alice.browser), ...written(phone.browser)].map(({ body }) => body);
  expect(all.map(({ expected_version, final }) => [expected_version, final])).toEqual([
    [0, undefined],
    [1, undefined],
    [3, true],
    [2, undefined],
  ]);
  const [first, second, last] = all;
  expect(second?.vault_key).toBe(first?.new_vault_key ?? '');
  // A final write exchanges it.
  expect(last?.vault_key).toBe(first?.new_vault_key ?? '');
  expect(last?.new_vault_key).not.toBe(first?.new_vault_key ?? '');
  expect(alice.app.keys.identity()?.n).toBe(4);
  alice.browser.close();
  phone.browser.close();
});

test('what two devices change at once is known to both', async () => {
  await using server = await startServer();
  const [alice, bob, carol] = [
    await newcomer(server.url, 'alice'),
    await newcomer(server.url, 'bob'),
    await newcomer(server.url, 'carol'),
  ];
  await befriendBy(alice, bob);
  await befriendBy(alice, carol);
  const phone = await signInOn(server.url, 'alice');
  await until(() => phone.app.people.friends.value.length === 2);
  const keyOf = async ({ id }: { id: number }) => (await phone.app.keys.peerKey(id))?.key_id ?? '';
  await alice.app.keys.peerKey(bob.id);
  await Promise.all([
    alice.app.actions.compared(bob.id, await keyOf(bob)),
    phone.app.actions.compared(carol.id, await keyOf(carol)),
  ]);
  for (const { app } of [alice, phone]) {
    await until(() => app.pins.pinOf(bob.id)?.verified && app.pins.pinOf(carol.id)?.verified);
  }
  expect(alice.app.notices.notices.value).toEqual([]);
  expect(phone.app.notices.notices.value).toEqual([]);
  for (const each of [alice, bob, carol, phone]) each.browser.close();
});

test('an old vault takes no pin away: it is not used, is written again, and is said', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const old = await (
    await fetch(`${server.url}/api/v1/encryption/keys`, {
      headers: { authorization: await tokenOf(alice.browser) },
    })
  ).json();
  const key = await alice.app.keys.peerKey(bob.id);
  await alice.app.actions.compared(bob.id, key?.key_id ?? '');
  const n = alice.app.keys.identity()?.n ?? 0;
  {
    using _ = alice.browser.lie(KEYS, async (_, answer) => {
      const now = await storedText(answer);
      const { private_key_encrypted } = old.data;
      return Response.json({ ...now, data: { ...now.data, private_key_encrypted } });
    });
    // While the page is there, and when it starts.
    await alice.app.keys.reload();
    expect(alice.app.pins.pinOf(bob.id)?.verified).toBe(true);
    expect(alice.app.notices.notices.value.map(({ kind }) => kind)).toEqual(['oldVault']);
    alice.browser.close();
    const before = written(alice.browser).length;
    const { app } = await comeBack(alice.browser);
    expect(app.pins.pinOf(bob.id)?.verified).toBe(true);
    expect(app.notices.notices.value.map(({ kind }) => kind)).toEqual(['oldVault']);
    await until(() => written(alice.browser).length > before);
    await until(() => (app.keys.identity()?.n ?? 0) > n);
  }
  // A device that knew nothing finds the pin where the first one wrote it again.
  const phone = await signInOn(server.url, 'alice');
  expect(phone.app.pins.pinOf(bob.id)?.verified).toBe(true);
  expect(phone.app.notices.notices.value).toEqual([]);
  for (const each of [alice, bob, phone]) each.browser.close();
});

test('a vault that is cut, empty or no vault at all is written again by who knows it', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  for (const bad of ['', '{', 'x'.repeat(300_000), '{"recipients":[]}', 'null']) {
    using _ = alice.browser.lie(KEYS, async (_, answer) => {
      const now = await storedText(answer);
      return Response.json({ ...now, data: { ...now.data, private_key_encrypted: bad } });
    });
    const { app } = await comeBack(alice.browser);
    expect([bad, app.screen.phase.value]).toEqual([bad, 'ready']);
    expect(app.notices.notices.value.map(({ kind }) => kind)).toEqual(['damagedVault']);
    await until(() => !app.keys.identity()?.isUnstored);
  }
  alice.browser.close();
});

test('if the newest vault is damaged, a new device goes back to the newest that opens', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = createBrowser(server.url);
  using _ = phone.lie(KEYS, async (_, answer) => {
    const now = await storedText(answer);
    return Response.json({ ...now, data: { ...now.data, private_key_encrypted: '{' } });
  });
  const { app } = await signInOn(server.url, 'alice', phone);
  expect(app.screen.phase.value).toBe('ready');
  expect(app.keys.ownKeyId()).toBe(alice.app.keys.ownKeyId());
  expect(app.notices.notices.value.map(({ kind }) => kind)).toEqual(['earlierVault']);
  alice.browser.close();
  phone.close();
});

test('of two first vaults one wins, and the other one’s code is never shown', async () => {
  await using server = await startServer();
  const first = createBrowser(server.url);
  const page = first.openPage();
  // The account is there, and no key yet.
  using _ = first.lie(WRITE, () => Response.error());
  const newcomerOf = {
    username: 'alice',
    email: 'alice@example.org',
    password: passwordOf('alice'),
  };
  await page.app.session.register(newcomerOf).catch(() => {});
  const [one, two] = [createBrowser(server.url), createBrowser(server.url)];
  const [a, b] = await Promise.all([
    signInOn(server.url, 'alice', one),
    signInOn(server.url, 'alice', two),
  ]);
  expect(a.app.keys.ownKeyId()).toBe(b.app.keys.ownKeyId());
  const codes = [a, b].map(({ app }) => app.session.recovery.value).filter((code) => code !== null);
  expect(codes).toHaveLength(1);
  for (const each of [first, one, two]) each.close();
});

test('after a changed password the old one opens nothing that the server still has', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  await alice.app.session.changePassword(passwordOf('alice'), 'quite another one');
  const versions = await Promise.all(
    [1, 2].map(async (version) => {
      const path = `${server.url}/api/v1/encryption/keys?vault_version=${version}`;
      const authorization = await tokenOf(alice.browser);
      return (await fetch(path, { headers: { authorization } })).status;
    }),
  );
  expect(versions).toEqual([404, 404]);
  const browser = createBrowser(server.url);
  const { app } = browser.openPage();
  await app.session.login('alice', 'quite another one');
  expect(app.keys.ownKeyId()).toBe(alice.app.keys.ownKeyId());
  alice.browser.close();
  browser.close();
});

test('signing out takes the slot of this device out of the vault, ending a session takes its own', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = await signInOn(server.url, 'alice');
  const tablet = await signInOn(server.url, 'alice');
  const slots = () => alice.app.keys.identity()?.slots.filter((kid) => kid.startsWith('device:'));
  await until(() => slots()?.length === 3);
  await phone.app.session.logout();
  await until(() => slots()?.length === 2);
  const devices = await alice.app.session.devices();
  const other = devices.find(({ current }) => !current);
  await alice.app.session.endDevice(other?.id ?? 0);
  expect(slots()).toHaveLength(1);
  expect(await phone.browser.kept.device.get('device key 1')).toBeUndefined();
  // The number outlives what was wiped.
  expect(await phone.browser.kept.device.get('vault n 1')).toBeGreaterThan(0);
  for (const each of [alice, phone, tablet]) each.browser.close();
});

test('a browser that lost its key asks for the password, and goes on', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  await alice.browser.kept.device.remove('device key 1');
  const { app } = await comeBack(alice.browser);
  expect([app.screen.phase.value, app.session.lockedBy.value]).toEqual(['locked', 'device']);
  await app.session.unlock(passwordOf('alice'), 'password');
  expect(app.screen.phase.value).toBe('ready');
  const again = await comeBack(alice.browser);
  expect(again.app.screen.phase.value).toBe('ready');
  alice.browser.close();
});

test('a changed key keeps old messages readable, and friends hear of it', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  await bob.app.actions.openConversation(alice.id);
  await alice.app.session.changeKey();
  await until(() => bob.app.pins.pinOf(alice.id)?.news?.includes('key'));
  expect(bob.app.pins.pinOf(alice.id)?.key_id).toBe(alice.app.keys.ownKeyId());
  expect(bob.app.pins.pinOf(alice.id)?.keys).toHaveLength(1);
  for (const each of [alice, bob]) each.browser.close();
});
