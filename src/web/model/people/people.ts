// Friends, and finding people, asking, answering, inviting, blocking.
import { signal } from '@preact/signals';
import type { Found, Requests } from '../../../features/friends/model';
import type { Invite } from '../../../features/invites/model';
import type { Friend } from '../../../protocol/objects';
import type { Keys, PersonName } from '../keys/keys';
import type { Api } from '../net/api';
import type { Page } from '../parts';
import { readonly } from '../readonly';
import { createBlocks } from './blocks';
import { createPresence } from './presence';
import { originForOthers } from './reach';

export type FriendRequest = Requests[number];

interface Needs {
  api: Api;
  keys: Keys;
  page: Page;
}

const createInvites = ({ api, keys, page }: Needs) => ({
  invite: () => api.post<Invite>('/invites', { uses: 1 }),
  /** The key to pin comes from this device, not from the server. */
  linkOf: ({ code, link }: Invite): string =>
    `${originForOthers(page.address().origin, link)}/i/${code}#${keys.ownKeyId()}`,
  /** The newest first. */
  invites: async (): Promise<Invite[]> => (await api.get<Invite[]>('/invites')).reverse(),
  revoke: (code: string) => api.remove(`/invites/${code}`),
  /** Whoever has an account asks; the key of the link is pinned as it would be for a newcomer. */
  async askInviter(id: number, key_id: string): Promise<void> {
    await api.post('/friends/request', { user_id: id });
    await keys.pinLinked(id, key_id);
  },
});

/** As a pin has it; empty for somebody unknown. */
const nameIn = (friends: Friend[], id: number): PersonName => ({
  username: friends.find((friend) => friend.id === id)?.username ?? '',
  display_name: '',
});

export const createPeople = (needs: Needs) => {
  const { api } = needs;
  const friends = signal<Friend[]>([]);
  const requests = signal<FriendRequest[]>([]);
  const formerFriend = signal<Friend | null>(null);
  const presence = createPresence(friends);
  /** Events that come while the list is being read are newer than the list. */
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <Value>(act: () => Value | Promise<Value>): Promise<Value> => {
    const result = last.then(act);
    last = result.catch(() => {});
    return result;
  };
  const removeNow = (friend: Friend | undefined): void => {
    if (friend === undefined) return;
    formerFriend.value = friend;
    friends.value = friends.value.filter(({ id }) => id !== friend.id);
  };
  const remove = (friend: Friend) => inOrder(() => removeNow(friend));
  const readFriends = async (): Promise<void> => {
    friends.value = await api.get<Friend[]>('/friends');
    presence.known();
  };
  const loadFriends = () => inOrder(readFriends);

  return {
    friends: readonly(friends),
    /** Requests that wait for the user's answer. */
    requests: readonly(requests),
    /** Just blocked or removed; the conversation stays open until it is left. */
    formerFriend: readonly(formerFriend),
    loadFriends,
    load: (): Promise<void> =>
      inOrder(async () => {
        await readFriends();
        requests.value = await api.get<Requests>('/friends/requests');
      }),
    presenceOf: presence.presenceOf,
    connectionLost: presence.lost,
    friendOf: (id: number): Friend | undefined => friends.value.find((friend) => friend.id === id),
    nameOf: (id: number): PersonName => nameIn(friends.value, id),
    /** As the server tells of a friend. */
    changed: (id: number, change: Partial<Friend>): Promise<void> =>
      inOrder(() => {
        friends.value = friends.value.map((friend) =>
          friend.id === id ? { ...friend, ...change } : friend,
        );
      }),
    /** Immediately, even if the list can't be read now. */
    removed: (id: number): Promise<void> =>
      inOrder(() => removeNow(friends.value.find((friend) => friend.id === id))),
    search: (q: string) => api.get<Found>(`/friends/search?q=${encodeURIComponent(q)}`),
    ask: (user_id: number, message: string) =>
      api.post('/friends/request', { user_id, ...(message ? { message } : {}) }),
    async answer({ request_id }: FriendRequest, action: 'accept' | 'reject'): Promise<void> {
      await api.put(`/friends/request/${request_id}`, { action });
      requests.value = requests.value.filter((each) => each.request_id !== request_id);
      await loadFriends();
    },
    sent: () => api.get<Requests>('/friends/requests?direction=sent'),
    takeBack: (request_id: number) => api.remove(`/friends/request/${request_id}`),
    async unfriend(friend: Friend): Promise<void> {
      await api.remove(`/friends/${friend.id}`);
      await remove(friend);
    },
    blocks: createBlocks(api, remove),
    ...createInvites(needs),
  };
};

export type People = ReturnType<typeof createPeople>;
