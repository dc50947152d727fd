// What changes of messages come to on a device that keeps them.
import { expect, test } from 'bun:test';
import type { Message } from '../../../../src/protocol/objects';
import type { Operation } from '../../../../src/web/model/messages/offline/operations';
import { resolve } from '../../../../src/web/model/messages/offline/resolving';
import { createTextBlocks } from '../../../../src/web/model/messages/offline/text-blocks';
import { fakeEngine } from '../../../support/fake-parts';
import { ALICE, BOB } from '../../../support/fake-server';
import { fakeStores } from '../../../support/fake-store';

const message = (id: number, sender_id: number, client_id = `mid ${id}`): Message => ({
  id,
  sender_id,
  receiver_id: sender_id === ALICE ? BOB : ALICE,
  message_type: 'text',
  content: `text ${id}`,
  is_encrypted: false,
  is_read: false,
  timestamp: '2026-01-01T12:00:00.000Z',
  client_id,
});

const put = (one: Message): Operation => ({
  type: 'put',
  friend_id: BOB,
  message: one,
  text: one.content,
});

const openDevice = async () => {
  const store = await fakeStores().openOfflineStore(ALICE);
  const { engine } = fakeEngine();
  const term = await store.takeTerm();
  const texts = createTextBlocks({ store, engine, keys: [], lost: () => {} });
  return {
    write: async (...operations: Operation[]) =>
      store.write(
        await resolve({ store, engine, texts, coverage: { set: () => {} } }, operations),
        term,
      ),
    kept: () => store.next(BOB, { limit: 100 }),
  };
};

test('one message under a second id is kept once, in the same transaction and in a later one', async () => {
  const { write, kept } = await openDevice();
  await write(put(message(1, BOB, 'once')), put(message(7, BOB, 'once')));
  await write(put(message(8, BOB, 'once')), put(message(9, BOB, 'another')));
  expect((await kept()).map(({ id }) => id)).toEqual([9, 1]);
});

test('what bob read is alice’s, and what alice read is bob’s', async () => {
  const { write, kept } = await openDevice();
  const read_at = '2026-01-02T00:00:00.000Z';
  const readIds = async () =>
    (await kept()).filter((each) => each.message.is_read).map(({ id }) => id);
  await write(put(message(1, BOB)), put(message(2, ALICE)), put(message(3, BOB)));
  await write({ type: 'read', friend_id: BOB, reader_id: BOB, up_to: 3, read_at });
  expect(await readIds()).toEqual([2]);
  await write(put(message(4, BOB)), {
    type: 'read',
    friend_id: BOB,
    reader_id: ALICE,
    up_to: 3,
    read_at,
  });
  expect(await readIds()).toEqual([3, 2, 1]);
});
