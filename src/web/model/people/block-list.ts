// The people one has blocked. There is no event for it, so the list is read when it is shown.
import { signal } from '@preact/signals';
import type { Blocks } from '../../../features/friends/model';
import type { Friend } from '../../../protocol/objects';
import { answers } from '../net/answers';
import type { Api } from '../net/api';

/** `part` ends the friendship here. */
export const createBlockList = (api: Api, part: (friend: Friend) => Promise<void>) => {
  const all = signal<Blocks | null>(null);
  /** Blocked from here: so before the server's word of the end of the friendship, and of the list. */
  const here = signal<ReadonlySet<number>>(new Set());
  const set = (id: number, isBlocked: boolean): void => {
    here.value = new Set([...here.value].filter((each) => each !== id).concat(isBlocked ? id : []));
  };
  const load = async (): Promise<void> => {
    all.value = await api.get('/friends/blocks', answers.blocks);
    // From then on the list says it, also of what another device undoes.
    for (const { user } of all.value) set(user.id, false);
  };
  /** What was done is done, whether the list can be read now or not. */
  const loadAgain = () => load().catch(() => {});
  return {
    load,
    /** Null until they were read. */
    list: (): Blocks | null => all.value,
    has: (id: number): boolean =>
      here.value.has(id) || (all.value?.some(({ user }) => user.id === id) ?? false),
    async block(friend: Friend): Promise<void> {
      set(friend.id, true);
      await api.put(`/friends/blocks/${friend.id}`).catch((error) => {
        set(friend.id, false);
        throw error;
      });
      await part(friend);
      await loadAgain();
    },
    async unblock(id: number): Promise<void> {
      await api.remove(`/friends/blocks/${id}`);
      set(id, false);
      all.value = all.value?.filter(({ user }) => user.id !== id) ?? null;
      await loadAgain();
    },
  };
};
