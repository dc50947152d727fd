// Vaults that were true once, or are true on another device: in a running session, and under a number
// that this device gave to something else.
import { expect, setDefaultTimeout, test } from 'bun:test';
import { agreeByDevice } from '../../../src/web/crypto/vault/device-slot';
import { readVault, writeVault } from '../../../src/web/crypto/vault/vault';
import { findCurve } from '../../../src/web/crypto/x25519';
import type { Browser } from '../../support/client/real-client';
import {
  befriendBy,
  newcomer,
  passwordOf,
  signInOn,
  tokenOf,
  until,
} from '../../support/client/real-client';
import type { App } from '../../support/client/whole-client';
import { startServer } from '../../support/server';

setDefaultTimeout(300_000);

const KEYS = /^GET \/encryption\/keys/;
const vaultOf = async (browser: Browser): Promise<string> => {
  const headers = { authorization: await tokenOf(browser) };
  const answer = await fetch(`${browser.url}/api/v1/encryption/keys`, { headers });
  return (await answer.json()).data.private_key_encrypted;
};
/** Whatever vault is asked for, it is this one. */
const giving = (browser: Browser, private_key_encrypted: string) =>
  browser.lie(KEYS, async (_, answer) => {
    const { data } = await (await answer()).json();
    return Response.json({ data: { ...data, private_key_encrypted } });
  });
const compare = async ({ actions }: App, friend_id: number) => {
  const number = await actions.safetyNumber(friend_id);
  await actions.compared(friend_id, number?.key_id ?? '');
};
const kinds = ({ notices }: App): string[] => notices.notices.value.map(({ kind }) => kind);
const friends = async (url: string) => {
  const [alice, bob] = [await newcomer(url, 'alice'), await newcomer(url, 'bob')];
  await befriendBy(alice, bob);
  return { alice, bob };
};

test('an old vault in a running session takes back no comparison, brings back no slot and no key', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { app, browser } = alice;
  const phone = await signInOn(server.url, 'alice');
  const phones = (await phone.browser.kept.device.get(`device key ${alice.id}`)) as { kid: string };
  await until(() => app.keys.identity()?.slots.includes(phones.kid));
  const former = app.keys.ownKeyId();
  const old = await vaultOf(browser);
  await compare(app, bob.id);
  const other = (await app.session.devices()).find(({ current }) => !current);
  await app.session.endDevice(other?.id ?? 0);
  await app.session.changeKey();
  const [own, number] = [app.keys.ownKeyId(), app.keys.identity()?.n ?? 0];
  expect(own).not.toBe(former);
  {
    using _ = giving(browser, old);
    // It tells of a change, and is asked again; what is written over it has not the key that it wants.
    await app.keys.vaultChanged(77);
    await expect(app.keys.reload()).rejects.toThrow('AUTH_003');
    expect(app.pins.pinOf(bob.id)).toMatchObject({ how: 'compared', verified: true });
    expect(app.keys.identity()?.slots).not.toContain(phones.kid);
    expect(app.keys.ownKeyId()).toBe(own);
    expect(kinds(app)).toContain('oldVault');
  }
  // Once it is honest again the next write goes, and says the same to a device that knows nothing.
  await app.keys.store();
  expect(app.keys.identity()?.n).toBeGreaterThan(number);
  const tablet = await signInOn(server.url, 'alice');
  expect(tablet.app.pins.pinOf(bob.id)?.verified).toBe(true);
  expect(tablet.app.keys.ownKeyId()).toBe(own);
  expect(tablet.app.keys.identity()?.slots).not.toContain(phones.kid);
  for (const each of [alice, bob, phone, tablet]) each.browser.close();
});

test('of two vaults under one number a sign-in takes nothing away that this device pinned', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  await compare(alice.app, bob.id);
  const text = await vaultOf(alice.browser);
  const key = (await alice.browser.kept.device.get(`device key ${alice.id}`)) as never;
  const curve = await findCurve();
  const vault = await readVault(curve, text, agreeByDevice(curve, key));
  // As another device wrote it over what was before, once the same number and once a later one.
  for (const more of [0, 3]) {
    const content = { ...vault.content, n: vault.content.n + more, pins: new Map() };
    const lie = giving(alice.browser, await writeVault(curve, { ...vault, content }));
    alice.browser.close();
    const { app } = alice.browser.openPage();
    await app.session.login('alice', passwordOf('alice'));
    expect([more, app.screen.phase.value]).toEqual([more, 'ready']);
    expect(app.pins.pinOf(bob.id)).toMatchObject({ how: 'compared', verified: true });
    lie[Symbol.dispose]();
  }
  for (const each of [alice, bob]) each.browser.close();
});

test('former keys that a person disowned on one device come back from no other', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  await compare(alice.app, bob.id);
  await alice.app.keys.takeOver(bob.id, ['K'.repeat(43)]);
  await alice.app.keys.press(bob.id, { line: 'former' });
  const phone = await signInOn(server.url, 'alice');
  const known = ({ pins }: App) => pins.pinOf(bob.id)?.keys.map(({ key_id }) => key_id);
  expect(known(phone.app)).toEqual(['K'.repeat(43)]);
  await phone.app.keys.disown(bob.id);
  await until(() => known(alice.app)?.length === 0);
  // The laptop writes, and the phone reads it.
  await alice.app.keys.store();
  await phone.app.keys.reload();
  expect([known(alice.app), known(phone.app)]).toEqual([[], []]);
  for (const each of [alice, bob, phone]) each.browser.close();
});
