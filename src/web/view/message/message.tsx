// A message in the list, with the lines above it. It is rendered again only if something of its own
// has changed, because every scroll renders two hundred of them.
import { useMemo } from 'preact/hooks';
import { keyOf } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import type { BubbleProps } from './bubble';
import { Bubble } from './bubble';
import { CallLine } from './call/call-line';

interface Props extends BubbleProps {
  isMarked: boolean;
  isFirstUnread: boolean;
  isKeyNew: boolean;
}

export const MessageItem = ({ isMarked, isFirstUnread, isKeyNew, ...bubble }: Props) => {
  const { t } = useApp();
  const { item, username, isGrouped } = bubble;
  const { newMessages, keyChangedHere } = t.value.message;
  return useMemo(
    () => (
      <div
        class={isMarked ? 'message-item highlighted' : 'message-item'}
        data-key={keyOf(item)}
        data-id={item.id}
      >
        {isFirstUnread ? <p class="unread-line">{newMessages}</p> : null}
        {isKeyNew ? <p class="key-changed-line">{keyChangedHere(username)}</p> : null}
        {item.call ? <CallLine item={item} friend_id={bubble.friend_id} /> : <Bubble {...bubble} />}
      </div>
    ),
    [item, username, isGrouped, isMarked, isFirstUnread, isKeyNew, newMessages],
  );
};
