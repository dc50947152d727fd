import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../model/messages/conversations';
import { Invited } from '../entry/invited';
import { People } from '../people/people';
import { Requests } from '../people/requests';
import type { PageName } from '../settings/settings';
import { Settings } from '../settings/settings';
import { Avatar } from '../ui/avatar';
import { Icon, IconButton } from '../ui/icon';
import { Mark } from '../ui/logo';
import { useApp } from '../ui/use-app';
import { Bones, Row } from './row';

type Open = { people: string } | { settings: PageName | null } | null;

const Nobody = ({ onAdd }: { onAdd: () => void }) => {
  const { t } = useApp();
  return (
    <div class="empty">
      <Mark />
      <h2>{t.value.sidebar.noConversations}</h2>
      <p>{t.value.sidebar.noConversationsText}</p>
      <button type="button" class="primary" onClick={onAdd}>
        <Icon name="add" />
        {t.value.people.addPeople}
      </button>
    </div>
  );
};

export const Sidebar = () => {
  const {
    t,
    isOnline,
    toast: { say },
    account: { me },
    people: { requests },
    conversations: { isLoaded, list: shown },
    session: { partingTold, parting, recoveryDue },
    invitation: { invited },
  } = useApp();
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState<Open>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const seek = (event: KeyboardEvent) => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', seek);
    return () => removeEventListener('keydown', seek);
  }, []);
  // Welcome says it where nobody is signed in.
  useEffect(() => {
    if (parting.value) say(t.value.entry.signedOutReasons[parting.value], true);
    partingTold();
  }, []);
  const close = () => setOpen(null);
  const add = () => setOpen({ people: '' });
  const wanted = sought.trim().toLowerCase();
  const fits = ({ friend }: Conversation) => friend.username.toLowerCase().includes(wanted);
  const listed = shown.value.filter(fits);
  const isEmpty = isLoaded.value && shown.value.length === 0;
  return (
    <>
      <nav class="sidebar" aria-label={t.value.sidebar.conversations}>
        <header class="bar">
          <p class="bar-title">{t.value.ui.brand}</p>
          <IconButton icon="add" label={t.value.people.addPeople} onClick={add} />
          <button
            type="button"
            class="icon-button"
            aria-label={t.value.settings.title}
            title={t.value.settings.title}
            onClick={() => setOpen({ settings: null })}
          >
            {me.value ? (
              <Avatar person={me.value} status={isOnline.value ? me.value.status : undefined} />
            ) : null}
          </button>
        </header>
        {shown.value.length > 0 ? (
          <div class="seek">
            <Icon name="search" />
            <input
              ref={field}
              class="sought"
              type="search"
              placeholder={t.value.sidebar.search}
              aria-label={t.value.sidebar.search}
              aria-keyshortcuts="Control+K"
              value={sought}
              onInput={(event) => setSought(event.currentTarget.value)}
            />
          </div>
        ) : null}
        <div class="side-scroll">
          {recoveryDue.value ? (
            <div class="note side-note" role="status">
              <Icon name="key" />
              <div>
                <p>{t.value.sidebar.recoveryDue}</p>
                <button
                  type="button"
                  class="small"
                  onClick={() => setOpen({ settings: 'security' })}
                >
                  {t.value.settings.newRecoveryCode}
                </button>
              </div>
            </div>
          ) : null}
          <Requests />
          {isLoaded.value ? null : <Bones />}
          <ul class="list">
            {listed.map((conversation) => (
              <Row key={conversation.friend.id} conversation={conversation} />
            ))}
          </ul>
          {isEmpty && requests.value.length === 0 ? <Nobody onAdd={add} /> : null}
          {wanted && listed.length === 0 ? (
            <div class="empty">
              <p role="status">{t.value.sidebar.noMatch(sought.trim())}</p>
              <button type="button" onClick={() => setOpen({ people: sought.trim() })}>
                {t.value.sidebar.findPeople}
              </button>
            </div>
          ) : null}
        </div>
      </nav>
      {open && 'people' in open ? <People sought={open.people} onClose={close} /> : null}
      {open && 'settings' in open ? <Settings page={open.settings} onClose={close} /> : null}
      {invited.value ? <Invited /> : null}
    </>
  );
};
