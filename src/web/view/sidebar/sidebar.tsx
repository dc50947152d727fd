import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../model/messages/newest';
import { Invited } from '../entry/invited';
import { Requests } from '../people/requests';
import type { PageName } from '../settings/settings';
import { Avatar } from '../ui/avatar';
import { Icon, IconButton } from '../ui/icon';
import { later } from '../ui/later';
import { Mark } from '../ui/logo';
import { useApp } from '../ui/use-app';
import { Bones, Row } from './row';

const Settings = later(async () => (await import('../settings/settings')).Settings);

const People = later(async () => (await import('../people/people')).People);

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

const Bar = ({ setOpen }: { setOpen: (open: Open) => void }) => {
  const {
    t,
    isOnline,
    account: { me },
  } = useApp();
  return (
    <header class="bar">
      <p class="bar-title">{t.value.ui.brand}</p>
      <IconButton
        icon="add"
        label={t.value.people.addPeople}
        onClick={() => setOpen({ people: '' })}
      />
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
  );
};

/** Control and K leads here from everywhere. */
const Seek = ({ sought, onSought }: { sought: string; onSought: (text: string) => void }) => {
  const { t } = useApp();
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
  return (
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
        onInput={(event) => onSought(event.currentTarget.value)}
      />
    </div>
  );
};

const RecoveryNote = ({ onMake }: { onMake: () => void }) => {
  const { t } = useApp();
  return (
    <div class="note side-note" role="status">
      <Icon name="key" />
      <div>
        <p>{t.value.sidebar.recoveryDue}</p>
        <button type="button" class="small" onClick={onMake}>
          {t.value.settings.newRecoveryCode}
        </button>
      </div>
    </div>
  );
};

const List = ({ sought, setOpen }: { sought: string; setOpen: (open: Open) => void }) => {
  const {
    t,
    people: { requests },
    conversations: { isLoaded, list: shown },
  } = useApp();
  const wanted = sought.trim().toLowerCase();
  const fits = ({ friend }: Conversation) => friend.username.toLowerCase().includes(wanted);
  const listed = shown.value.filter(fits);
  const isEmpty = isLoaded.value && shown.value.length === 0 && requests.value.length === 0;
  return (
    <>
      {isLoaded.value ? null : <Bones />}
      <ul class="list">
        {listed.map((conversation) => (
          <Row key={conversation.friend.id} conversation={conversation} />
        ))}
      </ul>
      {isEmpty ? <Nobody onAdd={() => setOpen({ people: '' })} /> : null}
      {wanted && listed.length === 0 ? (
        <div class="empty">
          <p role="status">{t.value.sidebar.noMatch(sought.trim())}</p>
          <button type="button" onClick={() => setOpen({ people: sought.trim() })}>
            {t.value.sidebar.findPeople}
          </button>
        </div>
      ) : null}
    </>
  );
};

export const Sidebar = () => {
  const {
    t,
    toast: { say },
    conversations: { list: shown },
    session: { partingTold, parting, recoveryDue },
    invitation: { invited },
  } = useApp();
  const [sought, setSought] = useState('');
  const [open, setOpen] = useState<Open>(null);
  // Welcome says it where nobody is signed in.
  useEffect(() => {
    if (parting.value) say(t.value.entry.signedOutReasons[parting.value], true);
    partingTold();
  }, []);
  useEffect(() => {
    for (const part of [People, Settings]) void part.preload().catch(() => {});
  }, []);
  const close = () => setOpen(null);
  return (
    <>
      <nav class="sidebar" aria-label={t.value.sidebar.conversations}>
        <Bar setOpen={setOpen} />
        {shown.value.length > 0 ? <Seek sought={sought} onSought={setSought} /> : null}
        <div class="side-scroll">
          {recoveryDue.value ? (
            <RecoveryNote onMake={() => setOpen({ settings: 'security' })} />
          ) : null}
          <Requests />
          <List sought={sought} setOpen={setOpen} />
        </div>
      </nav>
      {open && 'people' in open ? <People sought={open.people} onClose={close} /> : null}
      {open && 'settings' in open ? <Settings page={open.settings} onClose={close} /> : null}
      {invited.value ? <Invited /> : null}
    </>
  );
};
