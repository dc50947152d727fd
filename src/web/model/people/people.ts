// Friends, and finding people, asking, answering, inviting, blocking.
import type { ReadonlySignal, Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import type { Requests } from '../../../features/friends/model';
import type { Invite } from '../../../features/invites/model';
import type { Profile } from '../../../features/user/model';
import type { Friend } from '../../../protocol/objects';
import { createSerialQueue } from '../../serial-queue';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { LogicalClock } from '../net/logical-clock';
import { listOf } from '../net/shape';
import { readonly } from '../readonly';
import { createBlockList } from './block-list';
import { createContacts } from './contacts';
import type { FollowedLink, Links } from './links';
import { createPresence } from './presence';

export type FriendRequest = Requests[number];

interface Needs {
  api: Api;
  links: Links;
  order: LogicalClock;
  me: ReadonlySignal<Profile | null>;
}

const createInvites = ({ api, links }: Needs, loadFriends: () => Promise<void>) => ({
  invite: links.invite,
  linkOf: links.linkOf,
  /** The newest first. */
  invites: async (): Promise<Invite[]> =>
    (await api.get('/invites', listOf(answers.invite))).reverse(),
  /** One that is gone already was withdrawn on another device. */
  revoke: (code: string): Promise<unknown> =>
    api.remove(`/invites/${code}`).catch((error) => {
      if (!isRefusal(error, 'noSuchPath')) throw error;
    }),
  /** Somebody with an account follows a link: friends at once. */
  async acceptInvite(link: FollowedLink, inviter_id: number): Promise<void> {
    await links.pinInviter(link, inviter_id);
    await api.post(`/invites/${link.code}/accept`);
    await links.followed(link, inviter_id);
    await loadFriends();
  },
});

const createAsking = (api: Api) => ({
  search: (q: string) => api.get(`/friends/search?q=${encodeURIComponent(q)}`, answers.found),
  ask: (user_id: number, message: string) =>
    api.post('/friends/request', { user_id, ...(message ? { message } : {}) }),
  sent: () => api.get('/friends/requests?direction=sent', answers.requests),
  takeBack: (request_id: number) => api.remove(`/friends/request/${request_id}`),
});

const createAnswering = (
  api: Api,
  requests: Signal<FriendRequest[]>,
  inOrder: ReturnType<typeof createSerialQueue>,
  loadFriends: () => Promise<void>,
) => ({
  async answer({ request_id }: FriendRequest, action: 'accept' | 'reject'): Promise<void> {
    await api.put(`/friends/request/${request_id}`, { action });
    const forget = (): void => {
      requests.value = requests.value.filter((each) => each.request_id !== request_id);
    };
    forget();
    // A list that is on its way may still have it.
    await inOrder(forget);
    await loadFriends();
  },
});

const createEnding = (api: Api, remove: (friend: Friend) => Promise<void>) => ({
  async unfriend(friend: Friend): Promise<void> {
    await api.remove(`/friends/${friend.id}`);
    await remove(friend);
  },
  blocks: createBlockList(api, remove),
});

/** `asked` is when the list was asked for, by the logical clock; 0 for what this device kept. */
type Listener = (friends: Friend[], asked: number) => void;

/** Once for all who ask before it begins: whoever comes back after long is told of hundreds of people. */
const onceForAll = (
  inOrder: ReturnType<typeof createSerialQueue>,
  read: () => Promise<void>,
): (() => Promise<void>) => {
  let waiting: Promise<void> | undefined;
  return () => {
    waiting ??= inOrder(async () => {
      waiting = undefined;
      await read();
    });
    return waiting;
  };
};

/** Those who follow the list of friends. */
const createListeners = () => {
  const all: Listener[] = [];
  return {
    listed(friends: Friend[], asked: number): void {
      for (const act of all) act(friends, asked);
    },
    listen: (act: Listener): void => void all.push(act),
  };
};

export const createPeople = (needs: Needs) => {
  const { api, links, me, order } = needs;
  const friends = signal<Friend[]>([]);
  const requests = signal<FriendRequest[]>([]);
  const formerFriend = signal<Friend | null>(null);
  const { listed, listen } = createListeners();
  const presence = createPresence(friends);
  // Events that come while the list is being read are newer than the list.
  const inOrder = createSerialQueue();
  const removeNow = (friend: Friend | undefined): void => {
    if (friend === undefined) return;
    formerFriend.value = friend;
    friends.value = friends.value.filter(({ id }) => id !== friend.id);
  };
  const remove = (friend: Friend) => inOrder(() => removeNow(friend));
  const readFriends = async (): Promise<void> => {
    const asked = order.tick();
    // Nobody is their own friend, whatever is said.
    const isOther = ({ id }: Friend) => id !== me.value?.id;
    friends.value = (await api.get('/friends', answers.friends)).filter(isOther);
    listed(friends.value, asked);
    presence.known();
    void links.settle(friends.value).catch(() => {});
  };
  const loadFriends = () => inOrder(readFriends);
  const load = onceForAll(inOrder, async () => {
    await readFriends();
    requests.value = await api.get('/friends/requests', answers.requests);
  });

  return {
    friends: readonly(friends),
    /** Requests that wait for the user's answer. */
    requests: readonly(requests),
    /** Just blocked or removed; the conversation stays open until it is left. */
    formerFriend: readonly(formerFriend),
    loadFriends,
    /** With each list of friends as the server, or this device, has it; also the one that is there. */
    onList(act: Listener): void {
      listen(act);
      act(friends.value, 0);
    },
    /** As this device knew them; whether they are there is not known. */
    restore(known: Friend[]): void {
      if (friends.value.length > 0) return;
      friends.value = known;
      listed(known, 0);
    },
    load,
    presenceOf: presence.presenceOf,
    connectionLost: presence.lost,
    ...createContacts(me, friends),
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
    ...createAnswering(api, requests, inOrder, loadFriends),
    ...createEnding(api, remove),
    ...createAsking(api),
    ...createInvites(needs, loadFriends),
  };
};

export type People = ReturnType<typeof createPeople>;
