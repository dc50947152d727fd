// Derived passwords, vaults and sealed messages, with the client's own crypto.
import { expect, test } from 'bun:test';
import { hkdfSync } from 'node:crypto';
import { systemClock } from '../../../src/platform/clock';
import { opaque_vault_bytes_max } from '../../../src/protocol/limits';
import { builtinArgon2, createPasswords } from '../../../src/values/password';
import { call, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

const auth = async (password: string, salt: string) => {
  const bytes = Buffer.from(password.normalize('NFKC'));
  const master = await builtinArgon2(bytes, Buffer.from(salt, 'base64url'));
  const derived = hkdfSync('sha256', master, new Uint8Array(), 'chat8/auth/v1', 32);
  return Buffer.from(derived).toString('base64url');
};

test('a plain and a deriving client get into the same account', async () => {
  await using server = await startServer({}, systemClock, createPasswords());
  const alice = await register(server.url, 'alice');
  const kdfOf = async (name: string) =>
    (await call(server.url, 'GET', `/api/v1/auth/kdf?username=${name}`)).body.data;
  const kdf = await kdfOf('ALICE@example.org');
  expect(kdf).toMatchObject({ alg: 'argon2id', m: 65_536, t: 3, p: 1 });
  const signIn = (password: string, derived: boolean) =>
    call(server.url, 'POST', '/api/v1/auth/login', {
      body: { username: 'alice', password, derived },
    });
  const password = await auth(alice.password, kdf.salt);
  expect((await signIn(password, true)).status).toBe(200);
  expect((await signIn(password, false)).status).toBe(401);
  expect((await signIn('not base64', true)).status).toBe(422);
  const nobody = await kdfOf('nobody');
  expect(await kdfOf('nobody')).toEqual(nobody);
  expect(Object.keys(nobody)).toEqual(Object.keys(kdf));

  const salt = Buffer.alloc(16, 7).toString('base64url');
  const bobs = await auth('bob likes tea', salt);
  const draft = {
    username: 'bob',
    email: 'bob@example.org',
    password: bobs,
    confirm_password: bobs,
  };
  const registered = await call(server.url, 'POST', '/api/v1/auth/register', {
    body: { ...draft, kdf: { ...kdf, salt } },
  });
  expect(registered.status).toBe(201);
  expect((await login(server.url, 'bob')).id).toBe(registered.body.data.user_id);
  const weak = { ...draft, username: 'eve', email: 'e@x.y', kdf: { ...kdf, salt, t: 1 } };
  expect((await call(server.url, 'POST', '/api/v1/auth/register', { body: weak })).status).toBe(
    422,
  );

  const vault = { private_key_encrypted: 'new vault', expected_version: 0 };
  const changed = await alice.put('/user/password', {
    current_password: password,
    current_derived: true,
    new_password: bobs,
    confirm_password: bobs,
    kdf: { ...kdf, salt },
    ...vault,
  });
  expect(changed.status).toBe(200);
  expect((await login(server.url, 'alice', 'bob likes tea')).id).toBe(alice.id);
});

test('a vault is not overwritten by a writer who did not know it, and earlier keys stay', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  using device = await bob.connect();
  const write = (n: number, expected_version?: number) =>
    alice.post('/encryption/keys', {
      public_key: `key ${n}`,
      private_key_encrypted: `vault ${n}`,
      expected_version,
    });
  expect((await write(1, 0)).body.data).toMatchObject({ version: 1, vault_version: 1 });
  const stale = await write(2, 0);
  expect([stale.status, stale.body.error.code]).toEqual([409, 'ENCRYPT_003']);
  expect(stale.body.error.details).toMatchObject({ vault_version: 1, version: 1 });
  expect((await write(2, 1)).status).toBe(200);
  const path = `/encryption/public-key/${alice.id}`;
  expect((await bob.get(`${path}?version=1`)).body.data.public_key).toBe('key 1');
  expect((await bob.get(path)).body.data.public_key).toBe('key 2');
  expect((await bob.get(`${path}?version=9`)).body.error.code).toBe('ENCRYPT_001');
  const vault = (await alice.get('/encryption/keys?vault_version=1')).body.data;
  expect(vault.private_key_encrypted).toBe('vault 1');
  await device.settled();
  const told = device.frames.filter(({ type }) => type === 'key_changed');
  expect(told.map(({ data }) => data.version)).toEqual([1, 2]);
});

test('a new password and its vault are looked at before the old password', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const kdf = { alg: 'argon2id', m: 65_536, t: 3, p: 1, salt: 'AAAA' };
  const derived = Buffer.alloc(32).toString('base64url');
  const change = async (current_password: string, new_password: string, more: object) => {
    const draft = { current_password, new_password, confirm_password: new_password, ...more };
    const { body } = await alice.put('/user/password', draft);
    return [body.error?.code, body.error?.details.fields?.[0]?.path];
  };
  expect(await change('wrong one', derived, { kdf })).toEqual(['REQUEST_002', 'kdf.salt']);
  const large = { private_key_encrypted: 'v'.repeat(opaque_vault_bytes_max + 1) };
  expect(await change(alice.password, 'alice likes milk', large)).toEqual([
    'REQUEST_002',
    'private_key_encrypted',
  ]);
  expect((await login(server.url, 'alice')).id).toBe(alice.id);
  const fits = { private_key_encrypted: 'v'.repeat(opaque_vault_bytes_max) };
  expect(await change(alice.password, 'alice likes milk', fits)).toEqual([undefined, undefined]);
});

test('a content that claims to be sealed and is not is refused, and nothing is stored', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const body = { receiver_id: bob.id, content: 'c8e1.x.y', is_encrypted: true };
  const refused = await alice.post('/messages', body);
  expect([refused.status, refused.body.error.code]).toEqual([422, 'ENCRYPT_002']);
  expect((await alice.get(`/messages/${bob.id}`)).body.data.pagination.total).toBe(0);
  expect((await alice.post('/messages', { ...body, content: 'opaque' })).status).toBe(200);
});
