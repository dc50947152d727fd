import { useState } from 'preact/hooks';
import { app } from '../model/app';
import type { Conversation, FriendRequest } from '../model/state';
import { me, opened, requests, shown, typing } from '../model/state';
import { shortTime } from '../words/time';
import { attempt, w } from '../words/words';
import { Avatar } from './avatar';
import { draftOf } from './draft';
import { IconButton } from './icon';
import { People } from './people';
import { previewText } from './preview';
import { Settings } from './settings';

const Row = ({ conversation }: { conversation: Conversation }) => {
  const { friend, preview, unread_count } = conversation;
  const draft = draftOf(friend.id);
  const isTyping = (typing.value[friend.id] ?? 0) > Date.now();
  const line = isTyping
    ? w.value.typing
    : draft
      ? `✎ ${draft}`
      : preview
        ? previewText(preview)
        : '';
  return (
    <li>
      <button
        type="button"
        class="row"
        aria-current={opened.value === friend.id}
        onClick={() => attempt(() => app.chat.open(friend.id))}
      >
        <Avatar person={friend} status={friend.status} />
        <span class="row-text">
          <span class="row-name">{friend.username}</span>
          <span class="row-line">{line}</span>
        </span>
        <span class="row-side">
          {preview ? <time dateTime={preview.at}>{shortTime(preview.at)}</time> : null}
          {unread_count > 0 ? (
            <span class="badge">
              <span aria-hidden="true">{unread_count}</span>
              <span class="unseen">{w.value.unread(unread_count)}</span>
            </span>
          ) : null}
        </span>
      </button>
    </li>
  );
};

const Request = ({ request }: { request: FriendRequest }) => (
  <li class="request">
    <Avatar person={request.user} />
    <span class="row-text">
      <span class="row-name">{request.user.username}</span>
      <span class="row-line">{request.message || w.value.wantsToChat}</span>
    </span>
    <button
      type="button"
      class="primary small"
      onClick={() => attempt(() => app.people.answer(request, 'accept'))}
    >
      {w.value.accept}
    </button>
    <IconButton
      icon="close"
      label={w.value.reject}
      onClick={() => attempt(() => app.people.answer(request, 'reject'))}
    />
  </li>
);

export const Sidebar = () => {
  const [sought, setSought] = useState('');
  const [dialog, setDialog] = useState<'people' | 'settings' | null>(null);
  const own = me.value;
  const fits = ({ friend }: Conversation) =>
    friend.username.toLowerCase().includes(sought.trim().toLowerCase());
  const listed = shown.value.filter(fits);
  return (
    <nav class="sidebar" aria-label="Chat8">
      <header class="bar">
        {own ? <Avatar person={own} status={own.status} /> : null}
        <h1 class="bar-title">{own?.username}</h1>
        <IconButton icon="add" label={w.value.addPeople} onClick={() => setDialog('people')} />
        <IconButton icon="gear" label={w.value.settings} onClick={() => setDialog('settings')} />
      </header>
      <input
        class="sought"
        type="search"
        placeholder={w.value.search}
        aria-label={w.value.search}
        value={sought}
        onInput={(event) => setSought(event.currentTarget.value)}
      />
      {requests.value.length > 0 ? (
        <section aria-label={w.value.requests}>
          <h2 class="caption">{w.value.requests}</h2>
          <ul class="list">
            {requests.value.map((request) => (
              <Request key={request.request_id} request={request} />
            ))}
          </ul>
        </section>
      ) : null}
      <ul class="list grows">
        {listed.map((conversation) => (
          <Row key={conversation.friend.id} conversation={conversation} />
        ))}
      </ul>
      {shown.value.length === 0 ? (
        <div class="empty">
          <h2>{w.value.noConversations}</h2>
          <p>{w.value.noConversationsText}</p>
          <button type="button" class="primary" onClick={() => setDialog('people')}>
            {w.value.addPeople}
          </button>
        </div>
      ) : null}
      {dialog === 'people' ? <People onClose={() => setDialog(null)} /> : null}
      {dialog === 'settings' ? <Settings onClose={() => setDialog(null)} /> : null}
    </nav>
  );
};
