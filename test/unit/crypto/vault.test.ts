import { expect, test } from 'bun:test';
import { FlattenedEncrypt, GeneralEncrypt, generalDecrypt, importJWK } from 'jose';
import { examineVault } from '../../../src/values/jwe';
import { fromBase64url, utf8 } from '../../../src/web/crypto/bytes';
import { newKdf, readKdf } from '../../../src/web/crypto/kdf';
import { newPrivateKey, privateKeyOf, publicPart, thumbprint } from '../../../src/web/crypto/keys';
import { emptyContent } from '../../../src/web/crypto/vault/content';
import type { Vault } from '../../../src/web/crypto/vault/vault';
import {
  newVault,
  readVault,
  vaultKdf,
  withKey,
  withPassword,
  withPin,
  withRecovery,
  writeVault,
} from '../../../src/web/crypto/vault/vault';
import { createNobleCurve, findCurve, newSecret } from '../../../src/web/crypto/x25519';
import { faultOf } from '../../support/faults';
import vectors from '../vectors/e2e.json';

const curve = await findCurve();
const alg = 'ECDH-ES+A256KW';
const [wrap, recovery] = [newSecret(), newSecret()];
const kdf = newKdf();
const pin = {
  key_id: 'bobs key',
  how: 'compared' as const,
  verified: true,
  name: { username: 'bob', display_name: '' },
  keys: [],
  at: 0,
};

async function sampleVault(): Promise<Vault> {
  const locked = await withPassword(curve, await newVault(curve), wrap, kdf);
  return withPin(await withRecovery(curve, locked, recovery), 2, pin);
}
const alice = await sampleVault();
const text = await writeVault(curve, alice);

async function joseOpens(vault: string, secret: Uint8Array<ArrayBuffer>): Promise<unknown> {
  const key = await importJWK({ ...(await privateKeyOf(curve, secret)) }, alg);
  const { plaintext } = await generalDecrypt(JSON.parse(vault), key, {
    keyManagementAlgorithms: [alg],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return JSON.parse(new TextDecoder().decode(plaintext));
}

test('password and recovery code open the same vault', async () => {
  for (const secret of [wrap, recovery])
    expect(await readVault(curve, text, secret)).toEqual(alice);
  expect(await faultOf(() => readVault(curve, text, newSecret()))).toBe('locked');
  expect(vaultKdf(text)).toEqual(kdf);
  expect(() => examineVault(text)).not.toThrow();
});

test('jose opens what this client writes', async () => {
  const payload = {
    keys: alice.keys,
    slots: Object.fromEntries([...alice.slots].map(([kid, { key }]) => [kid, key])),
    chat8: {
      n: 0,
      vault_key: alice.content.vault_key,
      pins: { 2: pin },
      gone: [],
      devices: {},
      links: {},
    },
  };
  for (const secret of [wrap, recovery]) expect(await joseOpens(text, secret)).toEqual(payload);
});

test('this client opens the vector, which jose wrote, on both curves', async () => {
  const { payload, private_key_encrypted } = vectors.vault;
  expect(vaultKdf(private_key_encrypted)).toEqual(readKdf(vectors.kdf.kdf));
  const secrets = [vectors.kdf.wrap, vectors.recovery[0]?.secret].map(fromBase64url);
  for (const one of [curve, await createNobleCurve()]) {
    for (const secret of secrets) {
      const vault = await readVault(one, private_key_encrypted, secret);
      expect(JSON.stringify(vault.keys)).toBe(JSON.stringify(payload.keys));
      // It is of the first edition: a pin that was verified had been compared.
      const name = { username: '', display_name: '' };
      const first = { ...payload.chat8.pins[2], how: 'compared' as const, name, keys: [], at: 0 };
      expect(vault.content).toEqual({ ...emptyContent(), pins: new Map([['2', first]]) });
      const again = await writeVault(one, vault);
      const chat8 = { n: 0, pins: { 2: first }, gone: [], devices: {}, links: {} };
      expect(await joseOpens(again, secret)).toEqual({ ...payload, chat8 });
    }
  }
});

test('a single recipient, whose header jose protects, opens too', async () => {
  const slot = publicPart(await privateKeyOf(curve, wrap));
  const payload = { keys: alice.keys, slots: { password: slot }, chat8: { pins: {} } };
  const jwe = new GeneralEncrypt(utf8(JSON.stringify(payload)));
  jwe.setProtectedHeader({ alg, enc: 'A256GCM', apu: 'QWxpY2U', apv: 'Qm9i' });
  jwe.setAdditionalAuthenticatedData(utf8('extra'));
  jwe
    .addRecipient(await importJWK({ ...slot }, alg))
    .setUnprotectedHeader({ kid: 'password', kdf });
  const vault = await readVault(curve, JSON.stringify(await jwe.encrypt()), wrap);
  expect(vault.keys).toEqual(alice.keys);
  expect(vault.slots.get('password')).toEqual({ key: slot, header: { kdf } });
});

test('an open vault is written without a secret, and every slot still opens it', async () => {
  const open = await readVault(curve, text, recovery);
  const key = await newPrivateKey(curve);
  const next = await writeVault(curve, withKey(open, key));
  for (const secret of [wrap, recovery]) {
    const read = await readVault(curve, next, secret);
    expect(read.keys).toEqual([key, ...alice.keys]);
    expect(read.content).toEqual(alice.content);
  }
  expect(vaultKdf(next)).toEqual(kdf);
});

test('every write has a new content key, and shows no slot to those outside', async () => {
  const other = await writeVault(curve, alice);
  const [one, two] = [text, other].map((jwe) => JSON.parse(jwe));
  for (const member of ['iv', 'ciphertext', 'tag']) expect(one[member]).not.toBe(two[member]);
  for (const { key } of alice.slots.values()) {
    expect(text).not.toContain(key.x);
    expect(text).not.toContain(await thumbprint(key));
  }
});

test('a changed password locks the old one out', async () => {
  const changed = newSecret();
  const salted = newKdf();
  const next = await writeVault(curve, await withPassword(curve, alice, changed, salted));
  expect(await faultOf(() => readVault(curve, next, wrap))).toBe('locked');
  expect((await readVault(curve, next, changed)).keys).toEqual(alice.keys);
  expect((await readVault(curve, next, recovery)).keys).toEqual(alice.keys);
  expect(vaultKdf(next)).toEqual(salted);
});

test('what a later version keeps in the vault survives', async () => {
  const content = { ...alice.content, others: { nicknames: ['bo'] } };
  const later: Vault = { ...alice, content, others: { v: 2 } };
  const read = await readVault(curve, await writeVault(curve, later), wrap);
  expect(read).toEqual(later);
});

test('a changed vault is noticed', async () => {
  const jwe = JSON.parse(text);
  const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
  for (const member of ['ciphertext', 'tag', 'iv']) {
    const changed = JSON.stringify({ ...jwe, [member]: flip(jwe[member]) });
    expect(await faultOf(() => readVault(curve, changed, wrap))).toBe('tampered');
  }
  for (const bad of ['secret', '{}', JSON.stringify({ ...jwe, recipients: 7 })]) {
    expect(await faultOf(() => readVault(curve, bad, wrap))).toBe('malformed');
  }
  const unlocked = JSON.stringify({ ...jwe, recipients: [] });
  expect(await faultOf(() => readVault(curve, unlocked, wrap))).toBe('locked');
});

test('no other algorithm is read, even with the right key', async () => {
  const slot = publicPart(await privateKeyOf(curve, wrap));
  const plain = utf8(JSON.stringify({ keys: alice.keys, slots: {}, chat8: {} }));
  const written = async (management: string, enc: string, zip = {}) => {
    const jwe = new GeneralEncrypt(plain).setProtectedHeader({ alg: management, enc, ...zip });
    jwe.addRecipient(await importJWK({ ...slot }, management));
    return JSON.stringify(await jwe.encrypt());
  };
  const outcome = async (jwe: string) => faultOf(() => readVault(curve, jwe, wrap));
  expect(await outcome(await written(alg, 'A128GCM'))).toBe('unknown_algorithm');
  expect(await outcome(await written(alg, 'A256CBC-HS512'))).toBe('unknown_algorithm');
  expect(await outcome(await written('ECDH-ES+A128KW', 'A256GCM'))).toBe('locked');
  const direct = await new FlattenedEncrypt(plain)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(wrap);
  expect(await outcome(JSON.stringify({ ...direct, recipients: [{}] }))).toBe('locked');
});

test('a server can not weaken the derivation by way of the header', async () => {
  const jwe = JSON.parse(text);
  const [first, ...rest] = jwe.recipients;
  const header = { ...first.header, kdf: { ...kdf, m: 8 } };
  const weaker = JSON.stringify({ ...jwe, recipients: [{ ...first, header }, ...rest] });
  expect(await faultOf(() => vaultKdf(weaker))).toBe('kdf_refused');
});

test('a vault that nothing would open, or that is too large, is not written', async () => {
  expect(await faultOf(async () => writeVault(curve, await newVault(curve)))).toBe('locked');
  const key_id = 'k'.repeat(43);
  const pins = new Map(
    Array.from({ length: 2_000 }, (_, at) => [String(at), { ...pin, key_id }] as const),
  );
  const many = { ...alice, content: { ...alice.content, pins } };
  expect(await faultOf(() => writeVault(curve, many))).toBe('too_long');
});

test('a vault with members that no client writes is refused', async () => {
  const written = async (chat8: object) => {
    const slot = publicPart(await privateKeyOf(curve, wrap));
    const payload = { keys: alice.keys, slots: { password: slot }, chat8 };
    const jwe = new GeneralEncrypt(utf8(JSON.stringify(payload)));
    jwe.setProtectedHeader({ alg, enc: 'A256GCM' });
    jwe.addRecipient(await importJWK({ ...slot }, alg));
    return JSON.stringify(await jwe.encrypt());
  };
  const bad = [
    { n: -1 },
    { n: 1.5 },
    { n: '1' },
    { vault_key: 'short' },
    { pins: [] },
    { pins: { 2: { ...pin, verified: false } } },
    { pins: { 2: { ...pin, how: 'trusted' } } },
    { pins: { 2: { ...pin, keys: [{ key_id: 'k' }] } } },
    { gone: ['x'] },
    { links: { CODE: { secret: 'short', until: 1 } } },
    { devices: { 'device:x': { session_id: 1 } } },
    { current: { key_id: 'k' } },
  ];
  for (const chat8 of bad) {
    const jwe = await written(chat8);
    expect(await faultOf(() => readVault(curve, jwe, wrap))).toBe('malformed');
  }
});
