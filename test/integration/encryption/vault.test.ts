// Who may write over a vault, and how long older ones stay.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import { day_ms, vault_age_ms } from '../../../src/protocol/limits';
import { manualClock } from '../../support/clock';
import type { Person } from '../../support/person';
import { friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';
import vectors from '../../unit/vectors/e2e.json';

const b64 = () => randomBytes(32).toString('base64url');
const vault = vectors.vault.private_key_encrypted;
const [key, otherKey] = vectors.keys.map(({ public_key }) => public_key);

const write = async (person: Person, more: object = {}) => {
  const draft = { public_key: key, private_key_encrypted: vault, ...more };
  const { status, body } = await person.post('/encryption/keys', draft);
  return [status, body.error?.code ?? body.data.vault_version];
};
const needs = async (person: Person, more: object = {}) => {
  const draft = { public_key: otherKey, private_key_encrypted: vault, ...more };
  const { body } = await person.post('/encryption/keys', draft);
  return [body.error?.code, body.error?.details.needs];
};
const REFUSED = ['AUTH_003', ['vault_key', 'password']];

test('a token alone replaces neither key nor vault, and the owner hears of it once an hour', async () => {
  const clock = manualClock();
  await using server = await startServer({ CHAT8_TOKEN_TTL: '86400' }, clock);
  const { alice, bob } = await friends(server.url);
  const vault_key = b64();
  expect(await write(alice, { expected_version: 0, new_vault_key: vault_key })).toEqual([200, 1]);
  using device = await alice.connect();
  const thief = await login(server.url, 'alice');
  for (const wrong of [{}, { vault_key: b64() }, { password: 'guessed' }]) {
    expect(await needs(thief, wrong)).toEqual(REFUSED);
    expect(await needs(thief, { ...wrong, expected_version: 1, final: true })).toEqual(REFUSED);
  }
  const { data } = (await alice.get('/encryption/keys')).body;
  expect([data.public_key, data.vault_version]).toEqual([key, 1]);
  expect((await bob.get(`/encryption/public-key/${alice.id}`)).body.data.version).toBe(1);
  await device.settled();
  const told = () => device.frames.filter(({ type }) => type === 'vault_refused');
  expect(told().map((frame) => Object.keys(frame.data).toSorted())).toEqual([
    ['session_id', 'user_agent'],
  ]);
  clock.advance(3_600_001);
  await needs(thief);
  await device.settled();
  expect(told()).toHaveLength(2);
});

test('the key of the vault or the password prove a writer, and another key can follow', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const [first, second] = [b64(), b64()];
  await write(alice, { expected_version: 0, new_vault_key: first });
  expect(await write(alice, { vault_key: first })).toEqual([200, 2]);
  expect(await write(alice, { password: alice.password, expected_version: 2 })).toEqual([200, 3]);
  expect(await write(alice, { vault_key: first, new_vault_key: second })).toEqual([200, 4]);
  expect(await needs(alice, { vault_key: first })).toEqual(REFUSED);
  expect(await write(alice, { vault_key: second, public_key: otherKey })).toEqual([200, 5]);
  const bad = await alice.post('/encryption/keys', {
    public_key: key,
    private_key_encrypted: vault,
    vault_key: 'short',
  });
  expect(bad.body.error.details.fields[0].path).toBe('vault_key');
});

test('who has an old copy is told so first, and alarms nobody', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  await write(alice, { expected_version: 0, new_vault_key: b64() });
  using device = await alice.connect();
  expect(await write(alice, { expected_version: 7 })).toEqual([409, 'ENCRYPT_003']);
  expect(await write(alice, { expected_version: 0, vault_key: b64() })).toEqual([
    409,
    'ENCRYPT_003',
  ]);
  await device.settled();
  expect(device.types()).not.toContain('vault_refused');
});

test('of two first vaults one wins', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const answers = await Promise.all(
    [b64(), b64()].map((new_vault_key) => write(alice, { expected_version: 0, new_vault_key })),
  );
  expect(answers.map(([status]) => status).toSorted()).toEqual([200, 409]);
});

test('opaque strings and vaults from before need nothing, until a writer who knows brings a key', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const opaque = { public_key: 'key', private_key_encrypted: 'vault' };
  expect(await write(alice, opaque)).toEqual([200, 1]);
  expect(await write(alice, opaque)).toEqual([200, 2]);
  expect(await write(alice)).toEqual([200, 3]);
  // Without having read the vault, nobody takes its owner's way in.
  expect(await write(alice, { new_vault_key: b64() })).toEqual([200, 4]);
  expect(await write(alice)).toEqual([200, 5]);
  const vault_key = b64();
  expect(await write(alice, { expected_version: 5, new_vault_key: vault_key })).toEqual([200, 6]);
  expect(await needs(alice)).toEqual(REFUSED);
  expect(await write(alice, { ...opaque, vault_key })).toEqual([200, 7]);
  expect(await write(alice, opaque)).toEqual([200, 8]);
});

test('a changed password proves its vault, and every write is told to own devices', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  await write(alice, { expected_version: 0, new_vault_key: b64() });
  using device = await alice.connect();
  const new_vault_key = b64();
  const change = await alice.put('/user/password', {
    current_password: alice.password,
    new_password: 'alice likes milk',
    confirm_password: 'alice likes milk',
    private_key_encrypted: vault,
    expected_version: 1,
    new_vault_key,
    final: true,
  });
  expect(change.status).toBe(200);
  expect((await device.event('vault_changed')).data).toEqual({ vault_version: 2 });
  expect(await write(alice, { vault_key: new_vault_key })).toEqual([200, 3]);
  // `final` left nothing that the old password would open.
  const old = await alice.get('/encryption/keys?vault_version=1');
  expect(old.body.error.code).toBe('ENCRYPT_001');
});

test('twenty vaults are kept, for thirty days, and a final write keeps itself alone', async () => {
  const clock = manualClock();
  await using server = await startServer({ CHAT8_TOKEN_TTL: '86400' }, clock);
  const alice = await register(server.url, 'alice');
  for (let i = 0; i < 23; i += 1) await write(alice, { private_key_encrypted: `vault ${i}` });
  const codes = async (person: Person, versions: number[]) =>
    Promise.all(
      versions.map(
        async (version) =>
          (await person.get(`/encryption/keys?vault_version=${version}`)).body.error?.code ??
          'here',
      ),
    );
  expect(await codes(alice, [3, 4, 23])).toEqual(['ENCRYPT_001', 'here', 'here']);
  await write(alice, { private_key_encrypted: 'the last', final: true });
  expect(await codes(alice, [4, 23, 24])).toEqual(['ENCRYPT_001', 'ENCRYPT_001', 'here']);
  await write(alice, { private_key_encrypted: 'one more' });
  clock.advance(30 * day_ms + 1);
  await server.world.ledger.write(({ now }) => server.world.keys.sweepVaults(now - vault_age_ms));
  const again = await login(server.url, 'alice');
  expect(await codes(again, [24, 25])).toEqual(['ENCRYPT_001', 'here']);
});

test('sixty writes an hour, and twenty more for what shuts somebody out', async () => {
  await using server = await startServer({ CHAT8_RATE_LIMIT: 'on' }, manualClock());
  const alice = await register(server.url, 'alice');
  const opaque = { public_key: 'key', private_key_encrypted: 'vault' };
  for (let i = 1; i <= 60; i += 1) expect(await write(alice, opaque)).toEqual([200, i]);
  expect(await write(alice, opaque)).toEqual([429, 'REQUEST_006']);
  for (let i = 61; i <= 80; i += 1) {
    expect(await write(alice, { ...opaque, final: true })).toEqual([200, i]);
  }
  expect(await write(alice, { ...opaque, final: true })).toEqual([429, 'REQUEST_006']);
});

test('a vault of the known format may be larger than an opaque string', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const jwe = JSON.parse(vault);
  const long = JSON.stringify({ ...jwe, ciphertext: 'A'.repeat(200_000) });
  expect(await write(alice, { private_key_encrypted: long })).toEqual([200, 1]);
  const beyond = JSON.stringify({ ...jwe, ciphertext: 'A'.repeat(264_000) });
  expect(await write(alice, { private_key_encrypted: beyond })).toEqual([422, 'REQUEST_002']);
  expect(await write(alice, { private_key_encrypted: 'v'.repeat(70_000) })).toEqual([
    422,
    'REQUEST_002',
  ]);
});
