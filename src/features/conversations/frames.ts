import type { Frames } from '../../realtime/incoming';
import { onFrame } from '../../realtime/incoming';
import type { World } from '../../world';
import { delivered } from './delivered';
import { FriendUpTo, Read, Typing } from './model';
import { readUpTo } from './read';
import { publishTyping } from './typing';

/** Marks a single message as read. */
type MarkRead = (me: { id: number }, message_id: number) => Promise<void>;

export const conversationFrames = (world: World, markRead: MarkRead): Frames => ({
  delivered: onFrame(
    { zh: '消息已送达本设备', en: 'Messages up to this one are here', data: FriendUpTo },
    (device, { friend_id, up_to }) => {
      world.push.delivered(device, friend_id, up_to);
      return delivered(world, { id: device.user_id }, friend_id, up_to);
    },
  ),
  read: onFrame(
    { zh: '消息已读', en: 'A message, or all up to one, was read', data: Read },
    ({ user_id }, data) =>
      data.message_id !== undefined
        ? markRead({ id: user_id }, data.message_id)
        : readUpTo(world, { id: user_id }, data.friend_id, data.up_to),
  ),
  typing: onFrame(
    { zh: '正在输入', en: 'Typing, or no longer', data: Typing },
    ({ user_id }, { friend_id, active }) =>
      publishTyping(world, { id: user_id }, friend_id, active),
  ),
});
