// Sealed messages between two people with keys, by an implementation that is not the server's.
import { expect, test } from 'bun:test';
import { randomBytes } from 'node:crypto';
import type { Pair } from '../../support/envelope';
import { keyIdOf, newPair, openEnvelope, sealEnvelope } from '../../support/envelope';
import type { Person } from '../../support/person';
import { friends } from '../../support/person';
import { bytesBelow } from '../../support/scratch';
import { startServer } from '../../support/server';

const newMid = () => randomBytes(16).toString('base64url');

const store = async (who: Person, pair: Pair) => {
  const public_key = JSON.stringify({ kty: 'OKP', crv: 'X25519', x: pair.x });
  const { body } = await who.post('/encryption/keys', { public_key, private_key_encrypted: 'v' });
  expect(body.data.key_id).toBe(keyIdOf(pair));
};

test('sealed texts arrive and open, edits too; wrong headers and stale keys are refused', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const [hers, his] = [newPair(), newPair()];
  await store(alice, hers);
  await store(bob, his);
  using phone = await bob.connect();
  const seal = (mid: string, text: string, more: object = {}, own = hers) =>
    sealEnvelope(own, his, {
      header: {
        v: 1,
        mid,
        from: alice.id,
        to: bob.id,
        from_key: keyIdOf(own),
        to_key: keyIdOf(his),
        type: 'text',
        ...more,
      },
      body: { text },
    });
  const send = (content: string, client_id: string) =>
    alice.post('/messages', { receiver_id: bob.id, content, is_encrypted: true, client_id });

  const mid = newMid();
  const sealed = seal(mid, 'marker-in-the-clear');
  const sent = await send(sealed, mid);
  expect(sent.status).toBe(200);
  const arrived = await phone.event('new_message');
  expect(openEnvelope(his, hers, String(arrived.data.content)).body).toEqual({
    text: 'marker-in-the-clear',
  });

  const next = newMid();
  const edited = await alice.put(`/messages/${sent.body.data.id}`, {
    content: seal(next, 'edited', { edits: mid }),
    client_id: next,
  });
  expect(edited.status).toBe(200);
  expect(openEnvelope(his, hers, edited.body.data.content).body).toEqual({ text: 'edited' });

  for (const [content, client_id] of [
    [seal(newMid(), 'other mid'), newMid()],
    [seal('m', 'short mid'), 'm'],
  ] as const) {
    const refused = await send(content, client_id);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'ENCRYPT_002']);
  }
  const swapped = newMid();
  const forged = await send(seal(swapped, 'x', { from: bob.id, to: alice.id }), swapped);
  expect(forged.body.error.code).toBe('ENCRYPT_002');

  const renewed = newPair();
  await store(alice, renewed);
  const late = newMid();
  const stale = await send(seal(late, 'under the old key'), late);
  expect([stale.status, stale.body.error.code]).toEqual([409, 'ENCRYPT_003']);
  expect(stale.body.error.details).toEqual({
    user_id: alice.id,
    key_id: keyIdOf(renewed),
    version: 2,
  });
  expect((await send(seal(late, 'again', {}, renewed), late)).status).toBe(200);
  expect((await send(sealed, mid)).body.data.id).toBe(sent.body.data.id);
  expect((await alice.get(`/messages/${bob.id}`)).body.data.pagination.total).toBe(2);

  expect(bytesBelow(server.dir)).not.toContain('marker-in-the-clear');
});
