import { useState } from 'preact/hooks';
import type { Friend } from '../../realtime/views';
import { app } from '../model/app';
import type { Item } from '../model/state';
import { deliveredUpTo, me, say } from '../model/state';
import { clockTime } from '../words/time';
import { attempt, w } from '../words/words';
import { Attached } from './attached';
import { QUICK } from './emoji';
import type { IconName } from './icon';
import { Icon, IconButton } from './icon';
import { previewText, troubleText } from './preview';

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'，。；：！？）])/g;

/** Text alone, never markup; links lead out without telling from where. */
const Text = ({ text }: { text: string }) => (
  <p class="text" dir="auto">
    {text.split(LINK).map((part, at) =>
      at % 2 === 1 ? (
        <a key={`${at}${part}`} href={part} target="_blank" rel="noopener noreferrer nofollow">
          {part}
        </a>
      ) : (
        part
      ),
    )}
  </p>
);

const Mark = ({ item, friend_id }: { item: Item; friend_id: number }) => {
  const isDelivered = item.id > 0 && item.id <= (deliveredUpTo.value[friend_id] ?? 0);
  const [icon, label, kind]: [IconName, string, string] =
    item.state === 'failed'
      ? ['warn', w.value.failed, 'failed']
      : item.state === 'sending'
        ? ['clock', w.value.sending, '']
        : item.isRead
          ? ['checks', w.value.read, 'read']
          : isDelivered
            ? ['checks', w.value.delivered, '']
            : ['check', w.value.sent, ''];
  return (
    <span class={`mark ${kind}`} role="img" aria-label={label} title={label}>
      <Icon name={icon} />
    </span>
  );
};

const Reactions = ({ item }: { item: Item }) => (
  <div class="reactions">
    {item.reactions.map(({ emoji, user_ids }) => (
      <button
        type="button"
        key={emoji}
        aria-pressed={user_ids.includes(me.value?.id ?? 0)}
        aria-label={`${w.value.react} ${emoji} ${user_ids.length}`}
        onClick={() => attempt(() => app.chat.react(item, emoji))}
      >
        {emoji} {user_ids.length > 1 ? user_ids.length : ''}
      </button>
    ))}
  </div>
);

interface MenuProps {
  item: Item;
  isMine: boolean;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
  onClose: () => void;
}

const Menu = ({ item, isMine, onReply, onEdit, onClose }: MenuProps) => {
  const act = (run: () => void) => () => {
    onClose();
    run();
  };
  const copy = async () => {
    await navigator.clipboard.writeText(item.text);
    say(w.value.copied);
  };
  const removal = isMine ? w.value.removeMine : w.value.removeTheirs;
  return (
    <fieldset class="menu" aria-label={w.value.more}>
      <div class="quick">
        {QUICK.map((emoji) => (
          <button
            type="button"
            key={emoji}
            aria-label={`${w.value.react} ${emoji}`}
            onClick={act(() => attempt(() => app.chat.react(item, emoji)))}
          >
            {emoji}
          </button>
        ))}
      </div>
      <button type="button" onClick={act(() => onReply(item))}>
        {w.value.reply}
      </button>
      {item.text ? (
        <button type="button" onClick={act(() => attempt(copy))}>
          {w.value.copy}
        </button>
      ) : null}
      {isMine && item.text && !item.file ? (
        <button type="button" onClick={act(() => onEdit(item))}>
          {w.value.edit}
        </button>
      ) : null}
      <button
        type="button"
        class="danger"
        onClick={act(() => attempt(() => app.chat.remove(item)))}
      >
        {removal}
      </button>
    </fieldset>
  );
};

const Unsent = ({ item }: { item: Item }) =>
  item.state === 'failed' ? (
    <div class="unsent">
      <button type="button" class="small" onClick={() => attempt(() => app.outbox.retry(item))}>
        {w.value.retry}
      </button>
      <button type="button" class="small" onClick={() => app.outbox.discard(item)}>
        {w.value.discard}
      </button>
    </div>
  ) : null;

interface Props {
  item: Item;
  friend: Friend;
  isGrouped: boolean;
  quoted: Item | null;
  onReply: (item: Item) => void;
  onEdit: (item: Item) => void;
}

export const Bubble = ({ item, friend, isGrouped, quoted, onReply, onEdit }: Props) => {
  const [isOpen, setOpen] = useState(false);
  const isMine = item.sender_id !== friend.id;
  const quotedName = quoted?.sender_id === friend.id ? friend.username : w.value.you;
  return (
    <article class={`bubble ${isMine ? 'mine' : 'theirs'} ${isGrouped ? 'grouped' : ''}`}>
      <span class="unseen">{isMine ? w.value.you : friend.username}: </span>
      <div class="body">
        {item.reply_to ? (
          <blockquote>
            {quoted ? <strong>{quotedName}</strong> : null}
            <p>{quoted ? previewText(quoted) : w.value.gone}</p>
          </blockquote>
        ) : null}
        {item.trouble ? <p class="trouble">{troubleText(item.trouble)}</p> : null}
        {item.file ? <Attached item={item} file={item.file} /> : null}
        {item.text ? <Text text={item.text} /> : null}
        <p class="meta">
          {item.isSealed ? null : <span>{w.value.plain}</span>}
          {item.isEdited ? <span>{w.value.edited}</span> : null}
          <time dateTime={item.at}>{clockTime(item.at)}</time>
          {isMine ? <Mark item={item} friend_id={friend.id} /> : null}
        </p>
      </div>
      {item.reactions.length > 0 ? <Reactions item={item} /> : null}
      <Unsent item={item} />
      {item.id > 0 ? (
        <IconButton
          icon="more"
          kind="bubble-more"
          label={w.value.more}
          onClick={() => setOpen(!isOpen)}
        />
      ) : null}
      {isOpen ? (
        <Menu
          item={item}
          isMine={isMine}
          onReply={onReply}
          onEdit={onEdit}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </article>
  );
};
