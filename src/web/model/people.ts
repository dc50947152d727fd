// Finding people, asking, answering, inviting, blocking.
import { get, post, put, remove } from './api';
import type { FriendRequest } from './state';
import { friends, requests } from './state';

export interface Found {
  id: number;
  username: string;
  avatar: string;
  is_friend: boolean;
  request: 'none' | 'sent' | 'received';
}

export interface Invite {
  code: string;
  link: string;
  expires_at: string;
}

export interface Block {
  user: { id: number; username: string; avatar: string };
}

export const createPeople = (ownKey: () => string) => ({
  search: (q: string) => get<Found[]>(`/friends/search?q=${encodeURIComponent(q)}`),
  ask: (user_id: number) => post('/friends/request', { user_id }),
  async answer({ request_id }: FriendRequest, action: 'accept' | 'reject'): Promise<void> {
    await put(`/friends/request/${request_id}`, { action });
    requests.value = requests.value.filter((each) => each.request_id !== request_id);
    friends.value = await get('/friends');
  },
  sent: () => get<FriendRequest[]>('/friends/requests?direction=sent'),
  takeBack: (request_id: number) => remove(`/friends/request/${request_id}`),
  unfriend: (id: number) => remove(`/friends/${id}`),
  block: (id: number) => put(`/friends/blocks/${id}`),
  unblock: (id: number) => remove(`/friends/blocks/${id}`),
  blocks: () => get<Block[]>('/friends/blocks'),
  /** The key to pin is this device's own word, not the server's. */
  async invite(): Promise<string> {
    const { code } = await post<Invite>('/invites', { uses: 1 });
    return `${location.origin}/i/${code}#${ownKey()}`;
  },
});

export type People = ReturnType<typeof createPeople>;
