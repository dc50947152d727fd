// Wrote test/unit/vectors/e2e.json, once; `bun test/support/vectors/vectors.ts` prints another such.
// Nothing of the web client takes part. The file is fixed since; other clients test against it.
import { createHash, hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { GeneralEncrypt, importJWK } from 'jose';
import type { Pair } from '../envelope';
import { agreeOn, keyIdOf, messageKey, padded, sealEnvelope, sealWhole } from '../envelope';

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const hash = (algorithm: string, ...parts: (string | Uint8Array)[]): Buffer =>
  parts.reduce((sum, part) => sum.update(part), createHash(algorithm)).digest();
const sample = (name: string, length = 32): Buffer =>
  hash('sha256', `chat8 vector ${name}`).subarray(0, length);
const basePoint = b64(Buffer.alloc(32, Buffer.from([9, ...Array(31).fill(0)])));

function pairOf(secret: Uint8Array): Pair {
  const d = b64(secret);
  return { d, x: b64(agreeOn({ d, x: basePoint }, { x: basePoint })) };
}
const jwk = ({ x }: Pair) => ({ kty: 'OKP', crv: 'X25519', x });
const privateJwk = (pair: Pair) => ({ ...jwk(pair), d: pair.d });

const alice = pairOf(sample('alice'));
const aliceBefore = pairOf(sample('alice before'));
const bob = pairOf(sample('bob'));

/** hashRaw's own default is Argon2id. */
async function kdf(password: string) {
  const salt = sample('salt', 16);
  const master = await hashRaw(password.normalize('NFKC'), {
    memoryCost: 65_536,
    timeCost: 3,
    parallelism: 1,
    outputLen: 32,
    salt,
  });
  const expand = (info: string) => b64(new Uint8Array(hkdfSync('sha256', master, '', info, 32)));
  return {
    password,
    kdf: { alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: b64(salt) },
    master: b64(master),
    auth: expand('chat8/auth/v1'),
    wrap: expand('chat8/wrap/v1'),
  };
}

function recovery(secret: Buffer) {
  const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const spell = (value: bigint, length: number): string =>
    Array.from(
      { length },
      (_, at) => symbols[Number((value >> BigInt(5 * (length - 1 - at))) & 31n)],
    ).join('');
  const check = hash('sha256', secret).readUIntBE(0, 3) >> 4;
  const text = spell(BigInt(`0x${secret.toString('hex')}`) << 4n, 52) + spell(BigInt(check), 4);
  return { secret: b64(secret), code: text.replace(/(.{4})(?=.)/g, '$1-') };
}

async function vault(unlocked: Awaited<ReturnType<typeof kdf>>, secret: Buffer) {
  const slots = {
    password: pairOf(Buffer.from(unlocked.wrap, 'base64url')),
    recovery: pairOf(secret),
  };
  const payload = {
    keys: [privateJwk(alice), privateJwk(aliceBefore)],
    slots: { password: jwk(slots.password), recovery: jwk(slots.recovery) },
    chat8: { pins: { 2: { key_id: keyIdOf(bob), verified: true } } },
  };
  const jwe = new GeneralEncrypt(Buffer.from(JSON.stringify(payload)));
  jwe.setProtectedHeader({ enc: 'A256GCM' });
  const headers = { password: { kdf: unlocked.kdf }, recovery: {} };
  for (const kid of ['password', 'recovery'] as const) {
    const header = { alg: 'ECDH-ES+A256KW', kid, ...headers[kid] };
    jwe.addRecipient(await importJWK(jwk(slots[kid]), header.alg)).setUnprotectedHeader(header);
  }
  return { payload, private_key_encrypted: JSON.stringify(await jwe.encrypt()) };
}

function message(name: string, body: unknown, more: object = {}) {
  const mid = b64(sample(name, 16));
  const keys = { from_key: keyIdOf(alice), to_key: keyIdOf(bob) };
  const header = { v: 1, mid, from: 1, to: 2, ...keys, type: 'text', ...more };
  const head = b64(Buffer.from(JSON.stringify(header)));
  return {
    name,
    header,
    head,
    body,
    padded_bytes: padded(body).length,
    message_key: b64(messageKey(alice, bob, head)),
    content: sealEnvelope(alice, bob, { header, body }),
  };
}

function file(name: string, size: number) {
  const plain = Buffer.from(Uint8Array.from({ length: size }, (_, at) => at % 251));
  const key = b64(sample(name));
  const sealed = sealWhole(key, plain);
  return {
    name,
    key,
    size,
    sha256: b64(hash('sha256', plain)),
    sealed_bytes: sealed.length,
    sealed_sha256: b64(hash('sha256', sealed)),
    ...(size < 100 ? { sealed: b64(sealed) } : {}),
  };
}

function fingerprint(user_id: number, { x }: Pair): string {
  const key = Buffer.from(x, 'base64url');
  let sum: Uint8Array = Buffer.concat([Buffer.alloc(2), key, Buffer.from(String(user_id))]);
  for (let round = 0; round < 5_200; round++) sum = hash('sha512', sum, key);
  const group = (at: number) => Buffer.from(sum).readUIntBE(at * 5, 5) % 100_000;
  return Array.from({ length: 6 }, (_, at) => String(group(at)).padStart(5, '0')).join('');
}

const unlocked = await kdf('ﬁancée Å 密码 correct horse');
const first = message('hello', { text: 'Hello Bob, 你好 👋' });
const sealedFile = { key: b64(sample('f')), name: 'a.png', type: 'image/png', size: 3 };
const sealedBody = { file: { ...sealedFile, sha256: b64(sample('sum')), preview: 'AAAA' } };
const digits = [fingerprint(1, alice), fingerprint(2, bob)];

const vectors = {
  about:
    'Chat8 e2e version 1. Bytes are base64url without padding. A file of n bytes is i mod 251.',
  kdf: unlocked,
  keys: [alice, aliceBefore, bob].map((pair) => ({
    private_jwk: privateJwk(pair),
    public_key: JSON.stringify(jwk(pair)),
    key_id: keyIdOf(pair),
  })),
  shared: b64(agreeOn(alice, bob)),
  recovery: [
    recovery(sample('recovery')),
    recovery(Buffer.alloc(32)),
    recovery(Buffer.alloc(32, 255)),
  ],
  vault: await vault(unlocked, sample('recovery')),
  messages: [
    first,
    message('correction', { text: 'Hello, Bob' }, { edits: first.header.mid }),
    message('picture', { text: 'Look', ...sealedBody, reply_to: 17 }, { type: 'image' }),
    message('signal', { call: { call_id: 'c1', payload: { sdp: 'v=0' } } }, { type: 'call' }),
    message('exactly 64', { text: 'x'.repeat(64 - 11) }),
    message('one beyond 64', { text: 'x'.repeat(65 - 11) }),
    message('long', { text: '长'.repeat(4_000) }),
  ],
  files: [file('empty', 0), file('small', 5), file('exact', 65_536), file('two', 65_537)],
  safety: { one: digits[0], other: digits[1], number: digits.sort().join('') },
};
process.stdout.write(`${JSON.stringify(vectors, null, 2)}\n`);
