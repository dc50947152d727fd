// What the socket tells, brought to what is shown.
import type { Friend, Message } from '../../protocol/objects';
import type { Keys } from './keys/keys';
import { preview, reword } from './messages/conversations';
import type { ToItem } from './messages/item';
import { otherOf } from './messages/item';
import type { Log } from './messages/log';
import { drop, upsert } from './messages/log';
import type { Outbox } from './messages/outbox';
import { get } from './net/api';
import type { Frame, Live } from './net/socket';
import { presence } from './people/presence';
import { arrived, conversations, friends, me, parted, peerKeys, requests, typing } from './state';

interface Parts {
  toItem: ToItem;
  keys: Keys;
  log: Log;
  outbox: Outbox;
  live: () => Live;
}

const typing_ms = 6_000;

const setFriend = (id: number, change: (friend: Friend) => Friend): void => {
  const apply = (friend: Friend) => (friend.id === id ? change(friend) : friend);
  friends.value = friends.value.map(apply);
  conversations.value = conversations.value.map((each) => ({
    ...each,
    friend: apply(each.friend),
  }));
};

export const createEvents = ({ toItem, keys, log, outbox, live }: Parts) => {
  const message = async (data: Message, isNew: boolean): Promise<void> => {
    const item = await toItem(data);
    const friend_id = otherOf(item);
    const isTheirs = item.sender_id === friend_id;
    upsert(item);
    if (isNew && !isTheirs) outbox.arrived(item.client_id);
    if (!isNew) return reword(item);
    const friend = friends.value.find(({ id }) => id === friend_id);
    preview(item, friend, isTheirs ? 1 : 0);
    if (!isTheirs) return;
    typing.value = { ...typing.value, [friend_id]: 0 };
    arrived.value = item;
    if (document.visibilityState !== 'visible') log.newFrom(friend_id, item.id);
    live().send('delivered', { friend_id, up_to: item.id });
  };

  /** The list tells what is newest now, and what is still unread. */
  const removed = async (friend_id: number, id: number): Promise<void> => {
    drop(friend_id, id);
    await log.loadList();
  };

  const reloadPeople = async () => {
    friends.value = await get('/friends');
    presence.known();
    requests.value = await get('/friends/requests');
  };

  // Sealed messages open one after the other, and are shown in the order in which they came.
  let turn: Promise<unknown> = Promise.resolve();
  const next = (act: () => unknown): undefined => {
    turn = turn.then(act).catch(() => {});
  };

  return ({ type, data = {} }: Frame): undefined => {
    const friend_id = Number(data.friend_id ?? data.user_id ?? 0);
    switch (type) {
      case 'new_message':
      case 'message_sent':
        return next(() => message(data as unknown as Message, true));
      case 'message_edited':
      case 'message_reaction':
        return next(() => message(data as unknown as Message, false));
      case 'message_deleted':
        return next(() => removed(friend_id, Number(data.message_id)));
      case 'message_read': {
        const up_to = data.up_to === undefined ? undefined : Number(data.up_to);
        const ids = (data.message_ids ?? []) as number[];
        return next(() => log.read(friend_id, Number(data.reader_id), up_to, ids));
      }
      case 'message_delivered':
        return next(() => log.delivered(friend_id, Number(data.up_to)));
      case 'typing': {
        const until = data.active ? Date.now() + typing_ms : 0;
        typing.value = { ...typing.value, [friend_id]: until };
        setTimeout(() => {
          if (typing.value[friend_id] === until) typing.value = { ...typing.value, [friend_id]: 0 };
        }, typing_ms);
        return undefined;
      }
      case 'user_status': {
        const status = data.status as Friend['status'];
        const last_seen = new Date().toISOString();
        if (friend_id === me.value?.id) me.value = { ...me.value, status };
        return next(() => setFriend(friend_id, (friend) => ({ ...friend, status, last_seen })));
      }
      case 'profile_updated': {
        const person = { username: String(data.username), avatar: String(data.avatar) };
        if (friend_id === me.value?.id) me.value = { ...me.value, ...person };
        return next(() => setFriend(friend_id, (friend) => ({ ...friend, ...person })));
      }
      case 'key_changed':
        if (friend_id === me.value?.id) {
          // Another device made a new key, or this one did, and knows it.
          if (data.key_id !== keys.ownKeyId()) next(keys.reload);
        } else if (peerKeys.value[friend_id] !== undefined) {
          next(async () => {
            await keys.peerKey(friend_id, true);
            await keys.meet(friend_id);
          });
        }
        return undefined;
      case 'friend_removed':
        return next(async () => {
          // At once, also where the list can't be read now.
          parted.value = friends.value.find(({ id }) => id === friend_id) ?? parted.value;
          friends.value = friends.value.filter(({ id }) => id !== friend_id);
          await reloadPeople();
        });
      // After a gap: who is there is told as it happens, and never again.
      case 'hello':
      case 'friend_request':
      case 'friend_request_closed':
      case 'friend_accepted':
        return next(reloadPeople);
      default:
        return undefined;
    }
  };
};
