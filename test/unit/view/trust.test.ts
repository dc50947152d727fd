// What of a friend is told by a line or a mark, and which pictures open by themselves.
import { expect, test } from 'bun:test';
import type { Friend } from '../../../src/protocol/objects';
import type { Pin } from '../../../src/web/crypto/vault/content';
import type { ReadLine } from '../../../src/web/crypto/vault/pin-changes';
import { changePin, firstPin } from '../../../src/web/crypto/vault/pin-changes';
import { en } from '../../../src/web/i18n/en/en';
import { isModest } from '../../../src/web/view/picture/header';
import { isVerified, namesake, renamed, trustMark } from '../../../src/web/view/trust/badge';
import type { Client } from '../../../src/web/view/ui/use-app';
import { BOB, PEOPLE } from '../../support/client/fake-people';
import { signIn } from '../../support/fake-client';
import { keyId } from '../../support/fake-parts';

const bob = PEOPLE[1] as Friend;
const pinOf = (username: string): Pin => firstPin('the key', { username, display_name: '' });

test('who is called otherwise than when they were pinned has a line with both names', () => {
  expect(renamed(pinOf('carol'), bob)).toEqual({ before: 'carol', now: 'bob' });
  expect(en.trust.renamed('carol', bob.username)).toBe('carol is now called bob');
  expect(renamed(pinOf('bob'), bob)).toBeNull();
  // What somebody wants to be called is the server's word, too.
  const called = (display_name: string): Friend => ({ ...bob, display_name });
  expect(renamed(pinOf('bob'), called('Carol'))).toEqual({ before: 'bob', now: 'Carol' });
  const pin = firstPin('the key', { username: 'bob', display_name: 'Carol' });
  expect(renamed(pin, called('Carol'))).toBeNull();
  expect(renamed(pin, called(''))).toEqual({ before: 'Carol', now: 'bob' });
  // A vault of the first edition knows no names.
  expect(renamed(pinOf(''), called('Carol'))).toBeNull();
});

test('the name that stood in the line is pinned when it is read, and none if none stood there', () => {
  const press = (username: string) => {
    const name = { username, display_name: '' };
    return changePin(pinOf('carol'), { act: 'press', line: 'name', name }, 2);
  };
  expect(press('bob')?.name.username).toBe('bob');
  // A server that takes carol out of the list for a moment could call her anything afterwards.
  expect(press('')?.name.username).toBe('carol');
});

test('a line that is read takes no other line away, and accepts no key but the one it told of', () => {
  const lines: Pin = { ...pinOf('carol'), news: ['key', 'former', 'link'] };
  const name = { username: 'bob', display_name: '' };
  const after = (pin: Pin, change: ReadLine) => changePin(pin, { act: 'press', ...change }, 2);
  expect(after(lines, { line: 'name', name })).toEqual({ ...lines, name });
  expect(after(lines, { line: 'former' })).toMatchObject({ how: 'first', news: ['key', 'link'] });
  // It was exchanged once more while the line was being read.
  expect(after(lines, { line: 'key', key_id: 'another key' })).toEqual(lines);
  const disputed = ['another key', 'the key'];
  const pressed = after({ ...lines, disputed }, { line: 'key', key_id: 'the key' });
  // Which of two keys it is, and what a link did not prove, nobody has decided by that.
  expect(pressed).toMatchObject({ how: 'accepted', news: ['former', 'link'], disputed });
});

test('who is called like somebody who was compared, by either name, is said to be another one', () => {
  const carol = { ...pinOf('carol'), how: 'compared', verified: true } as const;
  const called = (username: string, display_name = ''): Friend => ({
    ...bob,
    username,
    display_name,
  });
  const pins = { 77: carol, [BOB]: pinOf('bob') };
  for (const friend of [called('carol'), called('bob', 'Carol'), called('bob', 'сarоl')]) {
    expect(namesake(pins, friend)).toBe('carol');
  }
  expect(namesake(pins, called('bob', 'Caroline'))).toBeNull();
  // Nobody is taken for somebody only met, and who was compared is who they are.
  expect(namesake({ ...pins, 77: pinOf('carol') }, called('carol'))).toBeNull();
  expect(namesake({ ...pins, [BOB]: { ...carol, how: 'link' } }, called('carol'))).toBeNull();
});

test('no mark stands where a person has to decide between two keys', async () => {
  const { app } = await signIn();
  const client = { ...app, t: { value: en } } as unknown as Client;
  const pin: Pin = { ...pinOf('bob'), key_id: keyId('bob'), how: 'compared', verified: true };
  app.pins.replace({ [BOB]: pin });
  expect([isVerified(client, BOB), trustMark(client, bob)]).toEqual([true, 'Verified']);
  app.pins.replace({ [BOB]: { ...pin, disputed: [keyId('bob'), keyId('other')] } });
  expect([isVerified(client, BOB), trustMark(client, bob)]).toEqual([false, '']);
});

test('a link for several people proves one of them, and its mark says no more than that', async () => {
  const { app, engine, pins: kept } = await signIn();
  const client = { ...app, t: { value: en } } as unknown as Client;
  const pinBy = async (of_many: boolean) => {
    // A link takes the place of no other.
    delete kept[BOB];
    const name = { username: 'bob', display_name: '' };
    const change = { act: 'accept', how: 'link', name, of_many } as const;
    const { pins } = await engine.pin(BOB, { ...change, key_id: 'the key' });
    app.pins.replace(pins);
  };
  expect(trustMark(client, bob)).toBe('');
  await pinBy(false);
  expect(trustMark(client, bob)).toBe('From your invitation');
  await pinBy(true);
  expect(trustMark(client, bob)).toBe('From one of the people you sent the link to');
});

/** W3C PNG, 5.2 and 11.2.1. */
const pngOf = (width: number, height: number): Uint8Array => {
  const head = Buffer.alloc(34);
  head.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
};

test('no picture above 50 megapixels opens by itself, by the sizes that its head states', () => {
  expect(isModest(pngOf(10_000, 5_000))).toBe(true);
  expect(isModest(pngOf(10_000, 5_001))).toBe(false);
  expect(isModest(pngOf(2 ** 31, 2 ** 31))).toBe(false);
  // A bitmap counts its rows from below by a negative height, and its columns never.
  const bmp = Buffer.alloc(26);
  bmp.write('BM');
  bmp.writeInt32LE(-100_000, 18);
  bmp.writeInt32LE(100_000, 22);
  expect(isModest(bmp)).toBe(false);
  // One that does not say how large it is needs a press, too.
  expect(isModest(new Uint8Array([0xff, 0xd8, 0xff]))).toBe(false);
  expect(isModest(new Uint8Array(64))).toBe(false);
});
