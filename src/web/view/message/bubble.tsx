import type { Dispatch, StateUpdater } from 'preact/hooks';
import { useRef, useState } from 'preact/hooks';
import type { Item } from '../../model/messages/item';
import { isVisual } from '../../model/messages/media/kinds';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { lazy } from '../ui/lazy';
import { together, useLongPress } from '../ui/long-press';
import { useApp } from '../ui/use-app';
import { AttachmentView } from './attachment';
import { DetailsDialog } from './details';
import { AlbumView } from './media/album';
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

/** Those of an album are one: who reacted to any of its pictures reacted to it. */
const reactionsOf = (members: Item[]) => {
  const all = new Map<string, { users: Set<number>; item: Item }>();
  for (const item of members) {
    for (const { emoji, user_ids } of item.reactions) {
      const known = all.get(emoji) ?? { users: new Set<number>(), item };
      for (const id of user_ids) known.users.add(id);
      all.set(emoji, known);
    }
  }
  return [...all];
};

const Reactions = ({ members }: { members: Item[] }) => {
  const {
    t,
    attempt,
    actions,
    account: { me },
  } = useApp();
  const all = reactionsOf(members);
  if (all.length === 0) return null;
  return (
    <div class="reactions">
      {all.map(([emoji, { users, item }]) => (
        <button
          type="button"
          key={emoji}
          aria-pressed={users.has(me.value?.id ?? 0)}
          aria-label={`${t.value.message.react} ${emoji} ${users.size}`}
          onClick={() => attempt(() => actions.react(item, emoji))}
        >
          {emoji}
          {users.size > 1 ? <span>{users.size}</span> : null}
        </button>
      ))}
    </div>
  );
};

/** Of an album only those that failed; the others stand. */
const Unsent = ({ members }: { members: Item[] }) => {
  const { t, explain, attempt, actions } = useApp();
  const failed = members.filter(({ state }) => state === 'failed');
  const [first] = failed;
  if (first === undefined) return null;
  const forAll = (act: (item: Item) => Promise<void>) => async () => {
    await Promise.all(failed.map(act));
  };
  return (
    <div class="unsent">
      <span class="unsent-text">{t.value.message.failed}</span>
      <button type="button" class="small" onClick={() => attempt(forAll(actions.retry))}>
        {t.value.ui.retry}
      </button>
      <button type="button" class="small" onClick={() => attempt(forAll(actions.discard))}>
        {t.value.ui.discard}
      </button>
      {first.failure ? <p class="hint">{explain(first.failure)}</p> : null}
    </div>
  );
};

export interface BubbleProps {
  item: Item;
  /** What is shown as one: the message itself, or all of an album, of which it is the first. */
  members: Item[];
  friend_id: number;
  /** As they are called here, and with the user name where keys are spoken of. */
  theirName: string;
  theirFullName: string;
  isGrouped: boolean;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onForward: (items: Item[]) => void;
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
  const { item, members, onReply, onEdit, onForward, onSelect } = props;
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
      members={members}
      onForward={() => onForward(members)}
      onSelect={onSelect}
      onEmoji={() => setOpen('emoji')}
      onDetails={() => setOpen('details')}
      onRemove={() => attempt(() => removeWithUndo(app, members))}
      onClose={() => setOpen((now) => (typeof now === 'string' ? now : null))}
    />
  );
};

const SLOWEST = ['failed', 'sending', 'sent'] as const;

/** One line below all of them: they are as far as the last one is. */
const overall = (members: Item[]): Item | undefined => {
  const last = members.at(-1);
  const state = SLOWEST.find((each) => members.some((item) => item.state === each)) ?? 'sent';
  const isRead = members.every((item) => item.isRead);
  return last && members.length > 1 ? { ...last, state, isRead } : last;
};

/** What its sender wrote beside it; in an album it stands beside the first. */
const captionOf = (members: Item[]): string =>
  members
    .map(({ text }) => text)
    .filter((text) => text.trim() !== '')
    .join('\n');

const Inside = (props: BubbleProps) => {
  const app = useApp();
  const { t } = app;
  const { item, members, friend_id, theirName, theirFullName, onJump } = props;
  const meta = <Meta item={overall(members) ?? item} friend_id={friend_id} />;
  const isAlbum = members.filter(({ file }) => file && isVisual(file)).length > 1;
  const text = captionOf(members);
  return (
    <>
      {item.isForwarded ? (
        <p class="forwarded">
          <Icon name="forward" /> {t.value.message.forwarded}
        </p>
      ) : null}
      {item.reply_to || item.reply_mid ? (
        <Quote item={item} friend_id={friend_id} theirName={theirName} onJump={onJump} />
      ) : null}
      {isAlbum ? <AlbumView members={members} /> : null}
      {item.file && !isAlbum ? <AttachmentView item={item} file={item.file} /> : null}
      {item.trouble ? (
        <p class="trouble">
          <Icon name="lock" /> {troubleText(app, item.trouble)}
        </p>
      ) : null}
      {isConcealed(item) ? <UnknownText item={item} name={theirFullName} /> : null}
      {isBlank(item) ? <p class="hint">{t.value.message.blank}</p> : null}
      {text ? <Text text={text}>{meta}</Text> : meta}
    </>
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
        <Inside {...props} />
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
