// Whom one has blocked, as the client knows it: at once, and whatever becomes of the list.
import { expect, test } from 'bun:test';
import type { Friend } from '../../../src/protocol/objects';
import type { Api } from '../../../src/web/model/net/api';
import { createBlockList } from '../../../src/web/model/people/block-list';

const bob: Friend = {
  id: 2,
  username: 'bob',
  display_name: '',
  avatar: '',
  status: 'online',
  last_seen: '2026-01-01T00:00:00.000Z',
};

/** The server's list, and what fails on its way. */
const scene = () => {
  const blocked = new Set<number>();
  const broken = { list: false, put: false };
  const seen: boolean[] = [];
  const api = {
    async get() {
      if (broken.list) throw new TypeError('lost');
      const created_at = '2026-01-02T00:00:00.000Z';
      return [...blocked].map((id) => ({ user: { ...bob, id }, created_at }));
    },
    async put() {
      if (broken.put) throw new TypeError('lost');
      blocked.add(bob.id);
    },
    async remove() {
      blocked.clear();
    },
  };
  const blocks = createBlockList(
    api as unknown as Api,
    async () => void seen.push(blocks.has(bob.id)),
  );
  return { blocks, blocked, broken, seen };
};

test('when a block ends the friendship it is known to be one, also if the list can not be read', async () => {
  for (const isBroken of [false, true]) {
    const { blocks, broken, seen } = scene();
    broken.list = isBroken;
    await blocks.block(bob);
    expect([seen, blocks.has(bob.id)]).toEqual([[true], true]);
    await blocks.unblock(bob.id);
    expect(blocks.has(bob.id)).toBe(false);
  }
});

test('one that the server did not take is none', async () => {
  const { blocks, broken, seen } = scene();
  broken.put = true;
  await expect(blocks.block(bob)).rejects.toThrow('lost');
  expect([seen, blocks.has(bob.id)]).toEqual([[], false]);
});

test('what another device undoes is undone with the next list', async () => {
  const { blocks, blocked } = scene();
  await blocks.block(bob);
  blocked.clear();
  await blocks.load();
  expect([blocks.has(bob.id), blocks.list()]).toEqual([false, []]);
});
