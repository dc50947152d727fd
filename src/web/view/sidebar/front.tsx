// A conversation in the list as one sees it: face, name, last message, and what is unread.
import { isNote } from '../../model/messages/item';
import type { Conversation } from '../../model/messages/newest';
import { previewText } from '../message/preview';
import { silenceWords } from '../people/silence-words';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import { useLongPress } from '../ui/long-press';
import { Face } from '../ui/person/face';
import { PersonName } from '../ui/person/person-name';
import type { Place } from '../ui/popover';
import { placeOf } from '../ui/popover';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

const unread_shown_max = 99;

const Line = ({ conversation }: { conversation: Conversation }) => {
  const app = useApp();
  const {
    t,
    drafts,
    screen: { opened },
    account: { me },
    typing: { isTyping },
  } = app;
  const { friend, preview } = conversation;
  if (isTyping(friend.id)) {
    return <span class="row-line typing">{t.value.people.typing}</span>;
  }
  const draft = opened.value === friend.id ? null : drafts.read(`${friend.id}`);
  if (draft?.trim()) {
    return (
      <span class="row-line draft">
        <b>{t.value.sidebar.draft}</b> <bdi>{draft}</bdi>
      </span>
    );
  }
  if (preview === null) return <span class="row-line">{t.value.sidebar.noMessages}</span>;
  const isMine = preview.sender_id === me.value?.id;
  return (
    <span class="row-line">
      {isMine && preview.call === null && !isNote(preview) ? t.value.sidebar.yourMessage : ''}
      <bdi>{previewText(app, preview)}</bdi>
    </span>
  );
};

const presenceWord = ({ t }: Client, status: string | undefined): string => {
  if (status === 'online') return t.value.people.online;
  return status === 'away' ? t.value.people.away : '';
};

const Status = ({ icon, text, kind = '' }: { icon: IconName; text: string; kind?: string }) => (
  <span class={`row-status ${kind}`} title={text}>
    <Icon name={icon} />
    <span class="visually-hidden">{text}</span>
  </span>
);

const Unread = ({ count, isMarked, isQuiet }: UnreadProps) => {
  const { t } = useApp();
  const kind = isQuiet ? 'badge quiet' : 'badge';
  if (count === 0 && !isMarked) return null;
  return (
    <span class={count === 0 ? `${kind} mark` : kind}>
      <span aria-hidden="true">
        {count === 0 ? '' : count > unread_shown_max ? `${unread_shown_max}+` : count}
      </span>
      <span class="visually-hidden">
        {count === 0 ? t.value.sidebar.marked : t.value.sidebar.unread(count)}
      </span>
    </span>
  );
};

interface UnreadProps {
  count: number;
  isMarked: boolean;
  isQuiet: boolean;
}

const Side = ({ conversation }: { conversation: Conversation }) => {
  const app = useApp();
  const {
    t,
    format: { listTime },
  } = app;
  const { friend, preview, unread_count, unread, isSilent, pinned } = conversation;
  const silence = silenceWords(app, friend.id);
  return (
    <span class="row-side">
      {preview ? <time dateTime={preview.at}>{listTime(preview.at)}</time> : null}
      <span class="row-badges">
        {preview && preview.state !== 'sent' ? (
          <Status
            icon={preview.state === 'failed' ? 'warn' : 'clock'}
            text={t.value.message[preview.state]}
            kind={preview.state}
          />
        ) : null}
        {silence === null ? null : <Status icon="bellOff" text={silence} />}
        {pinned ? <Status icon="pin" text={t.value.sidebar.pinned} /> : null}
        <Unread count={unread_count} isMarked={unread} isQuiet={isSilent} />
      </span>
    </span>
  );
};

/** Moves the focus to the next or the previous row. */
const moveFocus = (event: KeyboardEvent) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const row = event.currentTarget as HTMLElement;
  const rows = [...(row.closest('ul')?.querySelectorAll<HTMLElement>('.row') ?? [])];
  event.preventDefault();
  rows[rows.indexOf(row) + by]?.focus();
};

/** The menu key and its other spellings; a Mac has none, and takes the arrow to the side. */
const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean =>
  key === 'ContextMenu' || key === 'ArrowRight' || (key === 'F10' && shiftKey);

interface FrontProps {
  conversation: Conversation;
  onMenu: (at: Place) => void;
}

export const Front = ({ conversation, onMenu }: FrontProps) => {
  const app = useApp();
  const {
    attempt,
    actions,
    screen: { opened },
    people: { presenceOf },
  } = app;
  const { friend, unread_count, unread } = conversation;
  const status = presenceOf(friend.id)?.status;
  const press = useLongPress((at) => {
    navigator.vibrate?.(10);
    onMenu(at);
  });
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (!isMenuKey(event)) return moveFocus(event);
    event.preventDefault();
    const { left, bottom } = event.currentTarget.getBoundingClientRect();
    return onMenu({ x: left, y: bottom });
  };
  return (
    <button
      type="button"
      class={unread_count > 0 || unread ? 'row unread' : 'row'}
      aria-current={opened.value === friend.id}
      aria-keyshortcuts="Shift+F10"
      onKeyDown={onKey}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(placeOf(event));
      }}
      onClick={() => attempt(() => actions.openConversation(friend.id))}
      {...press}
    >
      <Face person={friend} status={status} />
      <span class="row-text">
        <span class="row-name">
          <PersonName person={friend} />
        </span>
        <span class="visually-hidden">{presenceWord(app, status)}</span>
        <Line conversation={conversation} />
      </span>
      <Side conversation={conversation} />
    </button>
  );
};
