// The keys under which a friend's messages are there already, for a vault that does not know them.
import { expect, test } from 'bun:test';
import { createFormerKeys } from '../../../src/web/model/people/former-keys';
import { sealedBy } from '../../support/client/fake-people';
import { keyId } from '../../support/fake-parts';
import { ALICE, BOB } from '../../support/fake-server';

test('a server that gives the same page for ever is asked once more, and no more', async () => {
  const asked: string[] = [];
  const taken: string[][] = [];
  const content = sealedBy(BOB, 'A'.repeat(22), { text: 'hello' }, 'bob');
  const page = {
    messages: [{ content, is_encrypted: true, sender_id: BOB }],
    pagination: { total: 1, next_before: 7 },
  };
  const values = new Map<string, unknown>();
  const { begin } = createFormerKeys({
    api: {
      async get(path: string) {
        asked.push(path);
        if (asked.length > 5) throw new Error('for ever');
        return page;
      },
    } as never,
    device: {
      get: async (name: string) => values.get(name),
      put: async (name: string, value: unknown) => void values.set(name, value),
      remove: async (name: string) => void values.delete(name),
    } as never,
    keys: {
      meet: async () => {},
      takeOver: async (_: number, key_ids: string[]) => void taken.push(key_ids),
    } as never,
    people: { loadFriends: async () => {}, friends: { value: [{ id: BOB }] } } as never,
    userId: () => ALICE,
  });
  await begin(true);
  expect(asked).toHaveLength(2);
  expect(taken).toEqual([[keyId('bob')]]);
});
