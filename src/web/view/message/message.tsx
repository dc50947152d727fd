// A message in the list, with the lines above it. It is rendered again only if something of its own
// has changed, because every scroll renders two hundred of them.
import { useMemo } from 'preact/hooks';
import { keyOf } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import { Bubble } from './bubble';
import { CallLine } from './call/call-line';
import type { BubbleProps } from './props';
import { SelectBox } from './select-box';

interface Props extends BubbleProps {
  isMarked: boolean;
  isFirstUnread: boolean;
  isKeyNew: boolean;
  isSelected: boolean;
}

const PRESSED = '.text, a, button, input, label, audio, video, img, dialog, .menu';

const Body = ({ isSelected, ...bubble }: Pick<Props, 'isSelected'> & BubbleProps) => {
  const { t, account, people } = useApp();
  const { item, members, friend_id, theirName, isSelecting, onReply, onSelect } = bubble;
  if (item.call) return <CallLine item={item} friend_id={friend_id} />;
  const isSelectable = isSelecting && members.some(({ id }) => id > 0);
  const name = item.sender_id === account.userId() ? t.value.message.you : theirName;
  const onClick = (event: MouseEvent) => onSelect(item, event.shiftKey);
  const canReply = !isSelecting && item.id > 0 && people.contactOf(friend_id) !== undefined;
  const onDblClick = (event: MouseEvent) => {
    // A word of the text is selected by it, and what can be pressed was pressed.
    const isOther = (event.target as HTMLElement).closest(PRESSED) !== null;
    if (!canReply || isOther || matchMedia('(pointer: coarse)').matches) return;
    getSelection()?.removeAllRanges();
    onReply(item);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the box in it is pressed by keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: the box in it is pressed by keys
    <div class="message-body" onClick={isSelectable ? onClick : undefined} onDblClick={onDblClick}>
      {isSelectable ? <SelectBox item={item} name={name} isSelected={isSelected} /> : null}
      <Bubble {...bubble} />
    </div>
  );
};

export const MessageItem = ({ isMarked, isFirstUnread, isKeyNew, ...body }: Props) => {
  const { t } = useApp();
  const { item, members, theirName, theirFullName, isGrouped, isSelecting, isSelected } = body;
  const { newMessages, keyChangedHere } = t.value.message;
  const marks = [isMarked ? 'highlighted' : '', isSelecting && isSelected ? 'selected' : ''];
  const kind = ['message-item', ...marks].filter(Boolean).join(' ');
  return useMemo(
    () => (
      <div class={kind} data-key={keyOf(item)} data-id={item.id}>
        {isFirstUnread ? <p class="unread-line">{newMessages}</p> : null}
        {isKeyNew ? <p class="key-changed-line">{keyChangedHere(theirFullName)}</p> : null}
        <Body {...body} />
      </div>
    ),
    [
      members,
      theirName,
      theirFullName,
      isGrouped,
      kind,
      isSelecting,
      isFirstUnread,
      isKeyNew,
      newMessages,
    ],
  );
};
