import { isNote } from '../../model/messages/item';
import type { Conversation } from '../../model/messages/newest';
import { previewText } from '../message/preview';
import { Face } from '../ui/face';
import { Icon } from '../ui/icon';
import { PersonName } from '../ui/person-name';
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

/** Moves the focus to the next or the previous row. */
const moveFocus = (event: KeyboardEvent) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const row = event.currentTarget as HTMLElement;
  const rows = [...(row.closest('ul')?.querySelectorAll<HTMLElement>('.row') ?? [])];
  event.preventDefault();
  rows[rows.indexOf(row) + by]?.focus();
};

export const Row = ({ conversation }: { conversation: Conversation }) => {
  const app = useApp();
  const {
    t,
    attempt,
    actions,
    format: { shortTime },
    screen: { opened },
    people: { presenceOf },
  } = app;
  const { friend, preview, unread_count, isSilent } = conversation;
  const status = presenceOf(friend.id)?.status;
  return (
    <li>
      <button
        type="button"
        class={unread_count > 0 ? 'row unread' : 'row'}
        aria-current={opened.value === friend.id}
        onKeyDown={moveFocus}
        onClick={() => attempt(() => actions.openConversation(friend.id))}
      >
        <Face person={friend} status={status} />
        <span class="row-text">
          <span class="row-name">
            <PersonName person={friend} />
          </span>
          <span class="visually-hidden">{presenceWord(app, status)}</span>
          <Line conversation={conversation} />
        </span>
        <span class="row-side">
          {preview ? <time dateTime={preview.at}>{shortTime(preview.at)}</time> : null}
          <span class="row-badges">
            {preview && preview.state !== 'sent' ? (
              <span class={`row-status ${preview.state}`} title={t.value.message[preview.state]}>
                <Icon name={preview.state === 'failed' ? 'warn' : 'clock'} />
                <span class="visually-hidden">{t.value.message[preview.state]}</span>
              </span>
            ) : null}
            {isSilent ? (
              <span class="row-status" title={t.value.notifications.silenced}>
                <Icon name="bellOff" />
                <span class="visually-hidden">{t.value.notifications.silenced}</span>
              </span>
            ) : null}
            {unread_count > 0 ? (
              <span class={isSilent ? 'badge quiet' : 'badge'}>
                <span aria-hidden="true">
                  {unread_count > unread_shown_max ? `${unread_shown_max}+` : unread_count}
                </span>
                <span class="visually-hidden">{t.value.sidebar.unread(unread_count)}</span>
              </span>
            ) : null}
          </span>
        </span>
      </button>
    </li>
  );
};

/** Stands where rows will be. */
export const Skeleton = () => (
  <ul class="list pulse" aria-hidden="true">
    {[0, 1, 2, 3].map((at) => (
      <li class="request" key={at}>
        <span class="skeleton round" />
        <span class="row-text">
          <span class="skeleton short" />
          <span class="skeleton" />
        </span>
      </li>
    ))}
  </ul>
);
