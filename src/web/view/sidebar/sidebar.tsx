// The list of conversations, with the search and the ways to people and settings.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Conversation } from '../../model/messages/newest';
import type { Panel } from '../../model/ui/panel';
import { Invited } from '../entry/invited';
import { AskForNotifications } from '../notifications/ask';
import { Requests } from '../people/requests';
import { focusSearch } from '../search/focus-search';
import { Avatar } from '../ui/avatar';
import { Icon, IconButton } from '../ui/icon';
import { isComposing } from '../ui/key-event';
import { lazy } from '../ui/lazy';
import { Logo } from '../ui/logo';
import { isNamed } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import { Archive } from './archive';
import { Row, Skeleton } from './row';

const Settings = lazy(async () => (await import('../settings/settings')).Settings);

const Filters = lazy(async () => (await import('../search/results')).Filters);

const Results = lazy(async () => (await import('../search/results')).Results);

const People = lazy(async () => (await import('../people/people')).People);

/** Nobody is here yet: whoever made the first account of the server hears that it is theirs to fill. */
const NoConversations = ({ setOpen }: { setOpen: (panel: Panel) => void }) => {
  const { t, session } = useApp();
  const isFirst = session.admission.value?.has_accounts === false;
  return (
    <div class="empty">
      <Logo />
      <h2>{isFirst ? t.value.sidebar.firstHere : t.value.sidebar.noConversations}</h2>
      <p>{isFirst ? t.value.sidebar.firstHereText : t.value.sidebar.noConversationsText}</p>
      <button
        type="button"
        class="primary"
        onClick={() => setOpen({ people: '', isInviting: true })}
      >
        <Icon name="link" />
        {t.value.sidebar.inviteSomebody}
      </button>
      <button type="button" class="quiet" onClick={() => setOpen({ people: '' })}>
        {t.value.people.addPeople}
      </button>
    </div>
  );
};

const Bar = ({ setOpen }: { setOpen: (panel: Panel) => void }) => {
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
        label={t.value.people.addOrNote}
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

const SearchField = () => {
  const app = useApp();
  const { t, attempt, search } = app;
  const clear = () =>
    attempt(async () => {
      await Promise.all([search.end(), focusSearch(app)]);
    });
  return (
    <div class="search">
      <Icon name="search" />
      <input
        class="search-input"
        type="search"
        placeholder={t.value.sidebar.search}
        aria-label={t.value.sidebar.search}
        aria-keyshortcuts="Control+Shift+F"
        value={search.query.value.text}
        onInput={({ currentTarget: { value } }) => attempt(() => search.ask({ text: value }))}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !isComposing(event)) attempt(search.end);
        }}
      />
      {search.query.value.text === '' ? null : (
        <IconButton icon="close" label={t.value.ui.clear} onClick={clear} />
      )}
    </div>
  );
};

const RecoveryNote = ({ onMake }: { onMake: () => void }) => {
  const { t } = useApp();
  return (
    <div class="note sidebar-note" role="status">
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

/** Rows change their places, and go: whoever is on one by the keys stays there, or goes on beside it. */
const useKeptFocus = () => {
  const focused = document.activeElement;
  const row = focused?.closest('.row-item');
  const beside = [row?.nextElementSibling, row?.previousElementSibling];
  useLayoutEffect(() => {
    if (!row || document.activeElement !== document.body) return;
    const next = row.isConnected
      ? focused
      : beside.find((each) => each?.isConnected)?.querySelector('.row');
    if (next instanceof HTMLElement) next.focus({ preventScroll: true });
  });
};

const List = ({ query, setOpen }: { query: string; setOpen: (panel: Panel) => void }) => {
  const app = useApp();
  const {
    t,
    people,
    conversations: { isLoaded, list: shown, notes },
  } = app;
  const [isAway, setAway] = useState(false);
  useKeptFocus();
  const wanted = query.trim().toLowerCase();
  const fits = ({ friend }: Conversation) => isNamed(app, friend, wanted);
  // Notes are found by their name before there is any.
  const hidden = notes.value && !shown.value.includes(notes.value) ? [notes.value] : [];
  const away = shown.value.filter(({ archived }) => archived);
  // Whoever looks for somebody finds what was put away, too.
  const listed = wanted
    ? [...shown.value, ...hidden].filter(fits)
    : shown.value.filter(({ archived }) => archived === isAway);
  const isEmpty = isLoaded.value && shown.value.length === 0 && people.requests.value.length === 0;
  return (
    <>
      {isLoaded.value ? null : <Skeleton />}
      {wanted === '' && (away.length > 0 || isAway) ? (
        <Archive all={away} isOpen={isAway} onToggle={() => setAway(!isAway)} />
      ) : null}
      <ul class="list">
        {listed.map((conversation) => (
          <Row key={conversation.friend.id} conversation={conversation} />
        ))}
      </ul>
      {isEmpty ? <NoConversations setOpen={setOpen} /> : null}
      {wanted && listed.length === 0 ? (
        <div class="no-match">
          <p class="hint" role="status">
            {t.value.sidebar.noMatch(query.trim())}
          </p>
          <button type="button" class="small" onClick={() => setOpen({ people: query.trim() })}>
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
    panel,
    toast,
    search,
    conversations: { list: shown },
    session: { signOutReasonShown, signOutReason, recoveryDue },
    invitation: { invited },
  } = useApp();
  // If nobody is signed in, the welcome screen says it.
  useEffect(() => {
    if (signOutReason.value) toast.show(t.value.entry.signedOutReasons[signOutReason.value], true);
    signOutReasonShown();
  }, []);
  useEffect(() => {
    for (const part of [Results, Filters, People, Settings]) void part.preload().catch(() => {});
  }, []);
  const { text, kinds, friend_id } = search.query.value;
  const isSearching = text.trim() !== '' || kinds.length > 0 || friend_id !== null;
  // A kind, or one conversation: then it is messages that are looked for.
  const isList = kinds.length === 0 && friend_id === null;
  const open = panel.shown.value;
  const { open: setOpen } = panel;
  const close = () => panel.close(open);
  return (
    <>
      <nav class="sidebar" aria-label={t.value.sidebar.conversations}>
        <Bar setOpen={setOpen} />
        {shown.value.length > 0 || isSearching ? <SearchField /> : null}
        {isSearching ? <Filters /> : null}
        <div class="sidebar-scroll">
          {recoveryDue.value && !isSearching ? (
            <RecoveryNote onMake={() => setOpen({ settings: 'security' })} />
          ) : null}
          {isSearching ? null : <Requests />}
          {isList ? <List query={text} setOpen={setOpen} /> : null}
          {isSearching ? <Results /> : <AskForNotifications />}
        </div>
      </nav>
      {typeof open === 'object' && open && 'people' in open ? (
        <People query={open.people} isInviting={open.isInviting === true} onClose={close} />
      ) : null}
      {typeof open === 'object' && open && 'settings' in open ? (
        <Settings page={open.settings} onClose={close} />
      ) : null}
      {invited.value ? <Invited /> : null}
    </>
  );
};
