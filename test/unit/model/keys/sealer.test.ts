// The one way out: what was sealed once never goes in the clear.
import { expect, test } from 'bun:test';
import type { Keys } from '../../../../src/web/model/keys/keys';
import { createSealer } from '../../../../src/web/model/keys/sealer';
import { fakeEngine } from '../../../support/fake-parts';
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
