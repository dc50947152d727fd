import type { Dispatch, StateUpdater } from 'preact/hooks';
import { useRef, useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { lazy } from '../ui/lazy';
import { together, useLongPress } from '../ui/long-press';
import { useApp } from '../ui/use-app';
import { AttachmentView } from './attachment';
import { DetailsDialog } from './details';
import type { MenuPlace } from './menu/menu';
import { Menu } from './menu/menu';
import { Tools } from './menu/tools';
import { isBlank, troubleText } from './preview';
import { Quote } from './quote';
import { removeWithUndo } from './removal';
import { Meta } from './status';
import { useSwipe } from './swipe';
import { TakeBack } from './take-back';
import { Text } from './text/text';
import { isConcealed, UnknownText } from './unknown-text';

const EmojiPicker = lazy(async () => (await import('../ui/emoji/picker')).EmojiPicker);

const Reactions = ({ item }: { item: Item }) => {
  const {
    t,
    attempt,
    actions,
    account: { me },
  } = useApp();
  return (
    <div class="reactions">
      {item.reactions.map(({ emoji, user_ids }) => (
        <button
          type="button"
          key={emoji}
          aria-pressed={user_ids.includes(me.value?.id ?? 0)}
          aria-label={`${t.value.message.react} ${emoji} ${user_ids.length}`}
          onClick={() => attempt(() => actions.react(item, emoji))}
        >
          {emoji} {user_ids.length > 1 ? user_ids.length : ''}
        </button>
      ))}
    </div>
  );
};

const Unsent = ({ item }: { item: Item }) => {
  const { t, explain, attempt, actions } = useApp();
  return (
    <div class="unsent">
      <span class="unsent-text">{t.value.message.failed}</span>
      <button type="button" class="small" onClick={() => attempt(() => actions.retry(item))}>
        {t.value.ui.retry}
      </button>
      <button type="button" class="small" onClick={() => actions.discard(item)}>
        {t.value.ui.discard}
      </button>
      {item.failure ? <p class="hint">{explain(item.failure)}</p> : null}
    </div>
  );
};

export interface BubbleProps {
  item: Item;
  friend_id: number;
  username: string;
  isGrouped: boolean;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onForward: (item: Item) => void;
  onSelect: (item: Item, isRange?: boolean) => void;
  /** Several are being selected: nothing in it is pressed. */
  isSelecting: boolean;
  onJump: (from: Item, id: number) => void;
}

/** Where the menu opens, or a dialog; `body` is the message that is lifted off the list with it. */
type Open = 'details' | 'emoji' | MenuPlace | null;

/** The menu of the message, or the dialog that was chosen there. */
const Opened = ({
  open,
  setOpen,
  ...props
}: BubbleProps & { open: Open; setOpen: Dispatch<StateUpdater<Open>> }) => {
  const app = useApp();
  const { t, attempt, actions } = app;
  const { item, onReply, onEdit, onForward, onSelect } = props;
  const onClose = () => setOpen(null);
  if (open === null) return null;
  if (open === 'details') return <DetailsDialog {...props} onClose={onClose} />;
  if (open === 'emoji') {
    const onPick = (emoji: string) => {
      onClose();
      attempt(() => actions.react(item, emoji));
    };
    return (
      <Dialog title={t.value.message.react} onClose={onClose}>
        <EmojiPicker onPick={onPick} />
      </Dialog>
    );
  }
  return (
    <Menu
      item={item}
      at={open}
      onReply={onReply}
      onEdit={onEdit}
      onForward={onForward}
      onSelect={onSelect}
      onEmoji={() => setOpen('emoji')}
      onDetails={() => setOpen('details')}
      onRemove={() => attempt(() => removeWithUndo(app, [item]))}
      onClose={() => setOpen((now) => (typeof now === 'string' ? now : null))}
    />
  );
};

export const Bubble = (props: BubbleProps) => {
  const app = useApp();
  const {
    t,
    account,
    people,
    format: { clockTime },
  } = app;
  const { item, friend_id, username, isGrouped, isSelecting, onReply, onJump } = props;
  const [open, setOpen] = useState<Open>(null);
  const body = useRef<HTMLDivElement>(null);
  const isSent = item.id > 0;
  const canReply = people.contactOf(friend_id) !== undefined;
  const press = useLongPress((at) => {
    if (!isSent) return;
    navigator.vibrate?.(10);
    setOpen({ ...at, body: body.current });
  });
  const swipe = useSwipe(isSent && canReply ? () => onReply(item) : null);
  const isMine = item.sender_id === account.userId();
  const name = isMine ? t.value.message.you : username;
  const meta = <Meta item={item} friend_id={friend_id} />;
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
        {item.isForwarded ? (
          <p class="forwarded">
            <Icon name="forward" /> {t.value.message.forwarded}
          </p>
        ) : null}
        {item.reply_to || item.reply_mid ? (
          <Quote item={item} friend_id={friend_id} username={username} onJump={onJump} />
        ) : null}
        {item.file ? <AttachmentView item={item} file={item.file} /> : null}
        {item.trouble ? (
          <p class="trouble">
            <Icon name="lock" /> {troubleText(app, item.trouble)}
          </p>
        ) : null}
        {isConcealed(item) ? <UnknownText item={item} username={username} /> : null}
        {isBlank(item) ? <p class="hint">{t.value.message.blank}</p> : null}
        {item.text.trim() ? <Text text={item.text}>{meta}</Text> : meta}
      </div>
      <div class="bubble-side">
        {isMine ? <TakeBack item={item} /> : null}
        {isSent ? (
          <Tools
            onReact={(at) => setOpen({ ...at, isQuick: true })}
            onReply={canReply ? () => onReply(item) : null}
            onMore={setOpen}
          />
        ) : null}
      </div>
      {item.reactions.length > 0 ? <Reactions item={item} /> : null}
      {item.state === 'failed' ? <Unsent item={item} /> : null}
      <Opened {...props} open={open} setOpen={setOpen} />
    </article>
  );
};
