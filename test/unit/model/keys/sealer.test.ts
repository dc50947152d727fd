// The one way out: what was sealed once never goes in the clear.
import { expect, test } from 'bun:test';
import type { Keys } from '../../../../src/web/model/keys/keys';
import type { Sealed } from '../../../../src/web/model/keys/sealer';
import { createSealer } from '../../../../src/web/model/keys/sealer';
import { ApiError } from '../../../../src/web/model/net/api-error';
import { fakeEngine, keyId, publicKey } from '../../../support/fake-parts';
import { ALICE, BOB } from '../../../support/fake-server';

test('an edit of a sealed message to somebody without a key is sent to nobody', async () => {
  const keys = { keyToSeal: async () => null } as unknown as Keys;
  const sealer = createSealer(fakeEngine().engine, keys, () => ALICE);
  const posted: unknown[] = [];
  const deliver = (mustSeal: boolean) =>
    sealer.deliver({
      plain: { to: BOB, type: 'text', body: { text: 'for bob alone' }, mustSeal },
      post: async (sealed) => posted.push(sealed),
    });
  await expect(deliver(true)).rejects.toMatchObject({ code: 'KEY_GONE' });
  expect(posted).toEqual([]);
  await deliver(false);
  expect(posted).toEqual([null]);
});

const MID = 'M'.repeat(22);
const draft = { to: BOB, type: 'text', body: { text: 'for bob alone' }, mid: MID };

/** Bob's key has this name for a sealer that counts what it seals and reloads. */
const sealerFor = (name: string) => {
  const { engine } = fakeEngine();
  const did: string[] = [];
  const { seal } = engine;
  engine.seal = (...all) => {
    did.push('sealed');
    return seal(...all);
  };
  const keys = {
    keyToSeal: async () => ({ public_key: publicKey(name), key_id: keyId(name) }),
    reload: async () => void did.push('reloaded'),
  } as unknown as Keys;
  return { did, sealer: createSealer(engine, keys, () => ALICE) };
};

test('what was sealed for one key goes for no other: it is sealed again, under its mid, and kept so', async () => {
  const { sealer, did } = sealerFor('new');
  for (const [name, count] of [
    ['new', 0],
    ['old', 1],
  ] as const) {
    const sealed = { content: `sealed for ${name}`, mid: MID, key_id: keyId(name) };
    const kept: Sealed[] = [];
    const posted: (Sealed | null)[] = [];
    const keep = async (one: Sealed) => void kept.push(one);
    const post = async (one: Sealed | null) => void posted.push(one);
    await sealer.deliver({ plain: draft, sealed, keep, post });
    expect([did.length, kept.length]).toEqual([count, count]);
    expect(posted).toEqual(count === 0 ? [sealed] : kept);
    expect(posted).toMatchObject([{ mid: MID, key_id: keyId('new') }]);
  }
});

test('what the server calls sealed for a stale key is sealed again, though the friend’s is the same', async () => {
  const { sealer, did } = sealerFor('bob');
  const post = async () => {
    did.push('posted');
    if (did.length < 3) throw new ApiError(409, 'ENCRYPT_003', { user_id: ALICE });
  };
  await sealer.deliver({ plain: draft, post });
  expect(did).toEqual(['sealed', 'posted', 'reloaded', 'sealed', 'posted']);
});

test('nothing goes in the clear to somebody who has a key', async () => {
  await expect(sealerFor('bob').sealer.mustBePlain(BOB)).rejects.toMatchObject({
    code: 'NEVER_PLAIN',
  });
});
