// Whom one blocks. No event tells of it, so it is read where it is looked at.
import { signal } from '@preact/signals';
import type { Blocks } from '../../../features/friends/model';
import type { Friend } from '../../../protocol/objects';
import { get, put, remove } from '../net/api';
import { friends, parted } from '../state';

export const createBlocks = () => {
  const all = signal<Blocks | null>(null);
  const load = async (): Promise<void> => {
    all.value = await get<Blocks>('/friends/blocks');
  };
  return {
    load,
    /** Null until they were read. */
    list: (): Blocks | null => all.value,
    has: (id: number): boolean => all.value?.some(({ user }) => user.id === id) ?? false,
    async block(friend: Friend): Promise<void> {
      await put(`/friends/blocks/${friend.id}`);
      parted.value = friend;
      friends.value = friends.value.filter(({ id }) => id !== friend.id);
      await load();
    },
    async unblock(id: number): Promise<void> {
      await remove(`/friends/blocks/${id}`);
      await load();
    },
  };
};
