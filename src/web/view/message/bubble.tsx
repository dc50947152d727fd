// A message, or an album of them, with what can be done with it.
import { useRef, useState } from 'preact/hooks';
import { together, useLongPress } from '../ui/long-press';
import { useApp } from '../ui/use-app';
import { Content } from './content';
import type { Open } from './menu/opened';
import { Opened } from './menu/opened';
import { Tools } from './menu/tools';
import type { BubbleProps } from './props';
import { Reactions } from './reactions';
import { useSwipe } from './swipe';
import { TakeBack } from './take-back';
import { Unsent } from './unsent';

export const Bubble = (props: BubbleProps) => {
  const app = useApp();
  const {
    t,
    account,
    people,
    format: { clockTime },
  } = app;
  const { item, members, friend_id, theirName, isGrouped, isSelecting, onReply } = props;
  const [open, setOpen] = useState<Open>(null);
  const body = useRef<HTMLDivElement>(null);
  const isSent = members.every(({ id }) => id > 0);
  const canReply = people.contactOf(friend_id) !== undefined;
  const press = useLongPress((at) => {
    if (!isSent) return;
    navigator.vibrate?.(10);
    setOpen({ ...at, body: body.current });
  });
  const swipe = useSwipe(isSent && canReply ? () => onReply(item) : null);
  const isMine = item.sender_id === account.userId();
  const name = isMine ? t.value.message.you : theirName;
  return (
    <article
      class={`bubble ${isMine ? 'mine' : 'theirs'} ${isGrouped ? 'grouped' : ''}`}
      tabIndex={-1}
      inert={isSelecting}
      aria-label={`${name}, ${clockTime(item.at)}`}
      onContextMenu={(event) => {
        if (item.id === 0 || (event.target as HTMLElement).closest('a, dialog')) return;
        event.preventDefault();
        setOpen({ x: event.clientX, y: event.clientY });
      }}
    >
      <div class="body" ref={body} {...together(press, swipe)}>
        <Content {...props} />
      </div>
      <div class="bubble-side">
        {isMine ? <TakeBack items={members} /> : null}
        {isSent ? (
          <Tools
            onReact={(at) => setOpen({ ...at, isQuick: true })}
            onReply={canReply ? () => onReply(item) : null}
            onMore={setOpen}
          />
        ) : null}
      </div>
      <Reactions members={members} />
      <Unsent members={members} />
      <Opened {...props} open={open} setOpen={setOpen} />
    </article>
  );
};
