// Finding people, asking, answering, inviting, blocking.
import type { Found, Requests } from '../../../features/friends/model';
import type { Invite } from '../../../features/invites/model';
import type { Friend } from '../../../protocol/objects';
import type { Keys } from '../keys/keys';
import { get, post, put, remove } from '../net/api';
import type { FriendRequest } from '../state';
import { friends, parted, requests } from '../state';
import { createBlocks } from './blocks';
import { originForOthers } from './reach';

/** The key to pin is this device's own word, not the server's. */
const linkOf = ({ code, link }: Pick<Invite, 'code' | 'link'>, key_id: string) =>
  `${originForOthers(location.origin, link)}/i/${code}#${key_id}`;

export const createPeople = (keys: Keys) => ({
  search: (q: string) => get<Found>(`/friends/search?q=${encodeURIComponent(q)}`),
  ask: (user_id: number, message: string) =>
    post('/friends/request', { user_id, ...(message ? { message } : {}) }),
  async answer({ request_id }: FriendRequest, action: 'accept' | 'reject'): Promise<void> {
    await put(`/friends/request/${request_id}`, { action });
    requests.value = requests.value.filter((each) => each.request_id !== request_id);
    friends.value = await get('/friends');
  },
  sent: () => get<Requests>('/friends/requests?direction=sent'),
  takeBack: (request_id: number) => remove(`/friends/request/${request_id}`),
  async unfriend(friend: Friend): Promise<void> {
    await remove(`/friends/${friend.id}`);
    parted.value = friend;
    friends.value = friends.value.filter(({ id }) => id !== friend.id);
  },
  blocks: createBlocks(),
  invite: () => post<Invite>('/invites', { uses: 1 }),
  linkOf: (invite: Invite) => linkOf(invite, keys.ownKeyId()),
  /** The newest first. */
  invites: async (): Promise<Invite[]> => (await get<Invite[]>('/invites')).reverse(),
  revoke: (code: string) => remove(`/invites/${code}`),
  /** Whoever has an account asks; the key of the link is pinned as it would be for a newcomer. */
  async askInviter(id: number, key_id: string): Promise<void> {
    await post('/friends/request', { user_id: id });
    await keys.pinLinked(id, key_id);
  },
});

export type People = ReturnType<typeof createPeople>;
