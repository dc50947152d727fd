import { expect, test } from 'bun:test';
import { FlattenedEncrypt, GeneralEncrypt, generateKeyPair } from 'jose';
import { Refusal } from '../../../src/protocol/errors';
import { examineVault } from '../../../src/values/jwe';

const payload = new TextEncoder().encode('{"keys":[]}');
const alg = 'ECDH-ES+A256KW';
const publicKey = async () => (await generateKeyPair(alg, { crv: 'X25519' })).publicKey;
const b64 = (value: string) => Buffer.from(value).toString('base64url');

async function general(recipients = 2): Promise<Record<string, unknown>> {
  const jwe = new GeneralEncrypt(payload).setProtectedHeader({ enc: 'A256GCM' });
  for (let i = 0; i < recipients; i++) {
    jwe.addRecipient(await publicKey()).setUnprotectedHeader({ alg });
  }
  return { ...(await jwe.encrypt()) };
}

function outcomeOf(vault: unknown): unknown {
  try {
    return examineVault(typeof vault === 'string' ? vault : JSON.stringify(vault));
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return [refusal.refusal, refusal.details];
  }
}
const refused = ['undecryptable', { field: 'private_key_encrypted' }];

test('what is no JSON object is opaque', () => {
  for (const text of ['', 'secret', '{', '[]', 'null', 'eyJ.a.b.c.d']) {
    expect(outcomeOf(text)).toBe(false);
  }
});

test('what jose writes in JSON passes, general and flattened', async () => {
  expect(outcomeOf(await general(1))).toBe(true);
  expect(outcomeOf(await general(3))).toBe(true);
  const flattened = await new FlattenedEncrypt(payload)
    .setProtectedHeader({ alg, enc: 'A256GCM' })
    .setAdditionalAuthenticatedData(payload)
    .encrypt(await publicKey());
  expect(outcomeOf(flattened)).toBe(true);
  const direct = await new FlattenedEncrypt(payload)
    .setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' })
    .encrypt(new Uint8Array(32));
  expect(outcomeOf(direct)).toBe(true);
});

test('each member must be there, and canonical', async () => {
  const jwe = await general();
  for (const member of ['protected', 'iv', 'ciphertext', 'tag', 'recipients']) {
    const { [member]: _, ...rest } = jwe;
    expect(outcomeOf(rest)).toEqual(refused);
    for (const bad of [null, 7, '', 'AB', 'A=', 'A+/A', [], {}]) {
      expect(outcomeOf({ ...jwe, [member]: bad })).toEqual(refused);
    }
  }
  expect(outcomeOf({ ...jwe, aad: 'A=' })).toEqual(refused);
  expect(outcomeOf({ ...jwe, unprotected: [] })).toEqual(refused);
});

test('initialisation vector and tag have the sizes of their algorithm', async () => {
  const jwe = await general();
  expect(outcomeOf({ ...jwe, iv: 'A'.repeat(15) })).toEqual(refused);
  expect(outcomeOf({ ...jwe, iv: 'A'.repeat(24) })).toEqual(refused);
  expect(outcomeOf({ ...jwe, tag: 'A'.repeat(20) })).toEqual(refused);
});

test('the protected header is JSON that names the content encryption', async () => {
  const jwe = await general();
  for (const header of ['', 'enc', '[]', '{}', '{"enc":7}', '\xff{']) {
    expect(outcomeOf({ ...jwe, protected: b64(header) })).toEqual(refused);
  }
});

test('every recipient has a header with an algorithm and a key', async () => {
  const jwe = await general();
  const recipients = jwe.recipients as { header: object; encrypted_key: string }[];
  const [first] = recipients;
  const bad = [
    null,
    {},
    { header: first?.header },
    { encrypted_key: first?.encrypted_key },
    { ...first, header: {} },
    { ...first, header: { alg: 7 } },
    { ...first, header: { ...first?.header, enc: 'A256GCM' } },
    { ...first, encrypted_key: 'A=' },
    { header: { alg: 'dir' } },
  ];
  for (const recipient of bad) {
    expect(outcomeOf({ ...jwe, recipients: [...recipients, recipient] })).toEqual(refused);
  }
  expect(outcomeOf({ ...jwe, encrypted_key: 'AAAA' })).toEqual(refused);
});

test('a private key in the clear is no vault', async () => {
  const { privateKey } = await generateKeyPair(alg, { crv: 'X25519', extractable: true });
  const jwk = await crypto.subtle.exportKey('jwk', privateKey);
  expect(outcomeOf(jwk)).toEqual(refused);
  expect(outcomeOf({ keys: [jwk] })).toEqual(refused);
});
