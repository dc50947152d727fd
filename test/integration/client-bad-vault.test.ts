// Vaults that a server should never have given: another person's, one of a later client, one without
// its number, one that nothing opens; and a device whose browser lost its key. Each is said, and each
// leaves a way on.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { agreeByDevice } from '../../src/web/crypto/vault/device-slot';
import { readVault, writeVault } from '../../src/web/crypto/vault/vault';
import { findCurve } from '../../src/web/crypto/x25519';
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
import type { App } from '../support/client/whole-client';
import { startServer } from '../support/server';

setDefaultTimeout(300_000);

const KEYS = /^GET \/encryption\/keys/;
const WRITE = /^POST \/encryption\/keys/;

const vaultOf = async (browser: Browser): Promise<string> => {
  const headers = { authorization: await tokenOf(browser) };
  const answer = await fetch(`${browser.url}/api/v1/encryption/keys`, { headers });
  return (await answer.json()).data.private_key_encrypted;
};
/** Whatever vault is asked for, it is this one. */
const giving = (browser: Browser, change: (text: string) => string | Promise<string>) =>
  browser.lie(KEYS, async (_, answer) => {
    const { data } = await (await answer()).json();
    const private_key_encrypted = await change(data.private_key_encrypted);
    return Response.json({ data: { ...data, private_key_encrypted } });
  });
const writesOf = ({ asked }: Browser): number =>
  asked.filter(({ method, path }) => WRITE.test(`${method} ${path}`)).length;
const kinds = ({ notices }: App): string[] => notices.notices.value.map(({ kind }) => kind);
const doorOf = ({ screen, session }: App) => [screen.phase.value, session.lockedBy.value];

test('another person’s vault is said to be foreign, and this device goes on with its own copy', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const number = await alice.app.actions.safetyNumber(bob.id);
  await alice.app.actions.compared(bob.id, number?.key_id ?? '');
  const carol = await newcomer(server.url, 'carol');
  const carols = await vaultOf(carol.browser);
  alice.browser.close();
  {
    using _ = giving(alice.browser, () => carols);
    const { app } = await comeBack(alice.browser);
    expect(doorOf(app)).toEqual(['locked', 'foreign']);
    // Her password opens nothing of carol's.
    await expect(app.session.unlock(passwordOf('alice'), 'password')).rejects.toThrow('locked');
    const before = writesOf(alice.browser);
    await app.session.unlockOwnCopy();
    expect(app.screen.phase.value).toBe('ready');
    expect(kinds(app)).toEqual(['foreignVault']);
    expect(app.keys.ownKeyId()).toBe(alice.app.keys.ownKeyId());
    expect(app.pins.pinOf(bob.id)?.verified).toBe(true);
    // It is written over nothing: perhaps she made new keys elsewhere.
    expect(writesOf(alice.browser)).toBe(before);
    // And while a page is there it is said as well.
    app.notices.dismiss('foreignVault');
    await expect(app.keys.reload()).rejects.toThrow('locked');
    expect(kinds(app)).toEqual(['foreignVault']);
  }
  const { app } = await comeBack(alice.browser);
  expect([doorOf(app)[0], kinds(app)]).toEqual(['ready', []]);
  for (const each of [alice, bob, carol]) each.browser.close();
});

test('on a new device another person’s vault opens by nothing, and nothing is written over', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const carol = await newcomer(server.url, 'carol');
  const carols = await vaultOf(carol.browser);
  const phone = createBrowser(server.url);
  {
    using _ = giving(phone, () => carols);
    const { app } = await signInOn(server.url, 'alice', phone);
    expect(doorOf(app)).toEqual(['locked', 'password']);
    await expect(app.session.unlock(alice.code, 'recovery')).rejects.toThrow('locked');
    expect(writesOf(phone)).toBe(0);
  }
  const { app } = await signInOn(server.url, 'alice', createBrowser(server.url));
  expect(app.keys.ownKeyId()).toBe(alice.app.keys.ownKeyId());
  for (const each of [alice, carol]) each.browser.close();
  phone.close();
});

test('keys that she made anew on another device are opened by her password, and no alarm rings', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const carol = await newcomer(server.url, 'carol');
  const carols = await vaultOf(carol.browser);
  alice.browser.close();
  const browser = createBrowser(server.url);
  const lying = giving(browser, () => carols);
  const phone = await signInOn(server.url, 'alice', browser);
  await phone.app.session.startOver();
  lying[Symbol.dispose]();
  await phone.app.session.recovered();
  const { app } = await comeBack(alice.browser);
  expect(doorOf(app)).toEqual(['locked', 'foreign']);
  await app.session.unlock(passwordOf('alice'), 'password');
  expect(app.keys.ownKeyId()).toBe(phone.app.keys.ownKeyId());
  expect([kinds(app), kinds(phone.app)]).toEqual([[], []]);
  for (const each of [alice, carol, phone]) each.browser.close();
});

test('a vault of a later client is said, and asks for a newer page', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const later = (text: string) => {
    const integrity = Buffer.from(JSON.stringify({ enc: 'A512GCM' })).toString('base64url');
    return JSON.stringify({ ...JSON.parse(text), protected: integrity });
  };
  {
    using _ = giving(alice.browser, later);
    await expect(alice.app.keys.reload()).rejects.toThrow('unknown_algorithm');
    expect(kinds(alice.app)).toEqual(['newerVault']);
    alice.browser.close();
    const before = writesOf(alice.browser);
    const { app } = await comeBack(alice.browser);
    expect([doorOf(app), kinds(app)]).toEqual([['locked', 'newer'], ['newerVault']]);
    expect(writesOf(alice.browser)).toBe(before);
  }
  const { app } = await comeBack(alice.browser);
  expect(app.screen.phase.value).toBe('ready');
  alice.browser.close();
});

test('a vault without its number is an old one to who knows a number, and is not used', async () => {
  await using server = await startServer();
  const [alice, bob] = [await newcomer(server.url, 'alice'), await newcomer(server.url, 'bob')];
  await befriendBy(alice, bob);
  const number = await alice.app.actions.safetyNumber(bob.id);
  await alice.app.actions.compared(bob.id, number?.key_id ?? '');
  const key = (await alice.browser.kept.device.get('device key 1')) as never;
  const curve = await findCurve();
  using _ = giving(alice.browser, async (text) => {
    const vault = await readVault(curve, text, agreeByDevice(curve, key));
    const content = { ...vault.content, n: 0, pins: new Map() };
    return writeVault(curve, { ...vault, content });
  });
  alice.browser.close();
  const { app } = await comeBack(alice.browser);
  expect(app.screen.phase.value).toBe('ready');
  expect(kinds(app)).toEqual(['oldVault']);
  expect(app.pins.pinOf(bob.id)?.verified).toBe(true);
  for (const each of [alice, bob]) each.browser.close();
});

test('where every version is damaged and nothing is kept, that is said', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = createBrowser(server.url);
  {
    using _ = giving(phone, () => '{"recipients":');
    const { app } = await signInOn(server.url, 'alice', phone);
    expect(doorOf(app)).toEqual(['locked', 'damaged']);
    expect(writesOf(phone)).toBe(0);
  }
  const { app } = await signInOn(server.url, 'alice', createBrowser(server.url));
  expect(app.screen.phase.value).toBe('ready');
  alice.browser.close();
  phone.close();
});

test('a device slot whose browser lost its key is replaced, and the next visit asks for nothing', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  alice.browser.close();
  const lost = (await alice.browser.kept.device.get('device key 1')) as { kid: string };
  await alice.browser.kept.device.put('device key 1', { kid: lost.kid, key: {} });
  const { app } = await comeBack(alice.browser);
  expect(doorOf(app)).toEqual(['locked', 'device']);
  await app.session.unlock(passwordOf('alice'), 'password');
  const slots = app.keys.identity()?.slots.filter((kid) => kid.startsWith('device:')) ?? [];
  expect(slots).toHaveLength(1);
  expect(slots).not.toContain(lost.kid);
  const again = await comeBack(alice.browser);
  expect(again.app.screen.phase.value).toBe('ready');
  alice.browser.close();
});

test('who was signed out from elsewhere is offered another key', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const phone = await signInOn(server.url, 'alice');
  const devices = await alice.app.session.devices();
  const other = devices.find(({ current }) => !current);
  await alice.app.session.endDevice(other?.id ?? 0);
  await until(() => phone.left() === '/');
  // The page loads again, however often, and in whatever tab.
  const page = phone.browser.openPage();
  await page.app.session.login('alice', passwordOf('alice'));
  expect(kinds(page.app)).toEqual(['sessionEnded']);
  const before = page.app.keys.ownKeyId();
  await page.app.session.changeKey();
  expect(page.app.keys.ownKeyId()).not.toBe(before);
  alice.browser.close();
  phone.browser.close();
});

test('after a password that a simple client changed the earlier one opens, and another key is offered', async () => {
  await using server = await startServer();
  const alice = await newcomer(server.url, 'alice');
  const kdf = await (await fetch(`${server.url}/api/v1/auth/kdf?username=alice`)).json();
  const current_password = await alice.engine.derive(passwordOf('alice'), kdf.data);
  const simple = 'quite another one';
  const changed = await fetch(`${server.url}/api/v1/user/password`, {
    method: 'PUT',
    headers: {
      authorization: await tokenOf(alice.browser),
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      current_password,
      current_derived: true,
      new_password: simple,
      confirm_password: simple,
    }),
  });
  expect(changed.status).toBe(200);
  const phone = createBrowser(server.url);
  const { app } = phone.openPage();
  await app.session.login('alice', simple);
  expect(doorOf(app)).toEqual(['locked', 'password']);
  await app.session.unlock(passwordOf('alice'), 'password');
  expect([app.screen.phase.value, kinds(app)]).toEqual(['ready', ['passwordReset']]);
  // From now on the new one opens it, on a device that knows nothing.
  const tablet = createBrowser(server.url);
  const page = tablet.openPage();
  await page.app.session.login('alice', simple);
  expect(page.app.keys.ownKeyId()).toBe(alice.app.keys.ownKeyId());
  alice.browser.close();
  phone.close();
  tablet.close();
});
