// A message in its place in the log, with the lines that stand above it. It is drawn anew only when
// something of its own has changed: two hundred of them are asked with every scroll.
import { useMemo } from 'preact/hooks';
import { keyOf } from '../../model/messages/item';
import { useApp } from '../ui/use-app';
import type { BubbleProps } from './bubble';
import { Bubble } from './bubble';

interface Props extends BubbleProps {
  isMarked: boolean;
  isFirstUnread: boolean;
  isKeyNew: boolean;
}

export const Entry = ({ isMarked, isFirstUnread, isKeyNew, ...bubble }: Props) => {
  const { t } = useApp();
  const { item, username, isGrouped } = bubble;
  const { newMessages, keyChangedHere } = t.value.message;
  return useMemo(
    () => (
      <div class={isMarked ? 'entry marked' : 'entry'} data-key={keyOf(item)} data-id={item.id}>
        {isFirstUnread ? <p class="unread-line">{newMessages}</p> : null}
        {isKeyNew ? <p class="key-note">{keyChangedHere(username)}</p> : null}
        <Bubble {...bubble} />
      </div>
    ),
    [item, username, isGrouped, isMarked, isFirstUnread, isKeyNew, newMessages],
  );
};
