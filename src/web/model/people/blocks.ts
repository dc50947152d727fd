// The people one has blocked. There is no event for it, so the list is read when it is shown.
import { signal } from '@preact/signals';
import type { Blocks } from '../../../features/friends/model';
import type { Friend } from '../../../protocol/objects';
import { answers } from '../net/answers';
import type { Api } from '../net/api';

/** `remove` ends the friendship here. */
export const createBlocks = (api: Api, part: (friend: Friend) => Promise<void>) => {
  const all = signal<Blocks | null>(null);
  const load = async (): Promise<void> => {
    all.value = await api.get('/friends/blocks', answers.blocks);
  };
  return {
    load,
    /** Null until they were read. */
    list: (): Blocks | null => all.value,
    has: (id: number): boolean => all.value?.some(({ user }) => user.id === id) ?? false,
    async block(friend: Friend): Promise<void> {
      await api.put(`/friends/blocks/${friend.id}`);
      await part(friend);
      await load();
    },
    async unblock(id: number): Promise<void> {
      await api.remove(`/friends/blocks/${id}`);
      await load();
    },
  };
};
