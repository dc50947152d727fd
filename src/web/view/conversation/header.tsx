import { useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { FormError } from '../../i18n/form-errors';
import { SilenceDialog } from '../notifications/silence';
import { focusSearch } from '../search/focus-search';
import { trustMark } from '../trust/badge';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { IconButton } from '../ui/icon';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

const presenceLine = (app: Client, friend_id: number): string => {
  const {
    t,
    format: { shortTime },
    people: { presenceOf },
    typing: { isTyping },
  } = app;
  const known = presenceOf(friend_id);
  if (known === null) return '';
  if (isTyping(friend_id)) return t.value.people.typing;
  if (known.status === 'online') return t.value.people.online;
  if (known.status === 'away') return t.value.people.away;
  return t.value.people.lastSeen(shortTime(known.last_seen));
};

/** Goes to a day; the calendar is the browser's own. */
const DateDialog = ({ friend_id, onClose }: { friend_id: number; onClose: () => void }) => {
  const { t, actions, format } = useApp();
  const [day, setDay] = useState('');
  const go = async () => {
    if (day > new Date().toLocaleDateString('sv')) {
      throw new FormError({ day: (t) => t.form.dayInFuture });
    }
    const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
    // Midnight in the reader's time zone.
    const kept_since_ms = await actions.toDay(friend_id, new Date(year, month - 1, date).getTime());
    if (kept_since_ms === null) return onClose();
    const since = format.dayName(new Date(kept_since_ms).toISOString());
    throw new FormError({ day: (t) => t.form.dayNotKept(since) });
  };
  return (
    <Dialog title={t.value.conversation.goToDay} onClose={onClose}>
      <Form submit={t.value.conversation.go} onSubmit={go}>
        <Field
          name="day"
          label={t.value.conversation.day}
          type="date"
          value={day}
          onValue={setDay}
          required
        />
      </Form>
    </Dialog>
  );
};

const SearchHere = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, attempt, search } = app;
  const searchHere = async () => {
    // What is typed from now on is looked for, and nothing of what was looked for before.
    const asked = search.ask({ friend_id: friend.id, text: '' });
    await focusSearch(app);
    await asked;
  };
  return (
    <IconButton
      icon="search"
      label={t.value.search.searchHere(friend.username)}
      onClick={() => attempt(searchHere)}
    />
  );
};

export const Header = ({ friend, onSafety }: { friend: Friend; onSafety: () => void }) => {
  const app = useApp();
  const {
    t,
    attempt,
    screen,
    silences,
    people: { presenceOf },
    pins: { pins },
    keys: { isKeyChanged, peerKeys },
  } = app;
  const [isDateOpen, setDateOpen] = useState(false);
  const [isSilenceOpen, setSilenceOpen] = useState(false);
  const isSilent = silences.isSilent(friend.id);
  const silence = t.value.notifications.silence(friend.username);
  const isSealed = Boolean(peerKeys.value[friend.id]);
  const isVerified = pins.value[friend.id]?.verified === true && !isKeyChanged(friend.id);
  const mark = trustMark(app, friend);
  const sealed = isSealed ? t.value.people.encrypted : t.value.conversation.notEncrypted;
  return (
    <header class="bar">
      <IconButton
        icon="back"
        kind="only-narrow"
        label={t.value.conversation.backToList}
        onClick={() => attempt(() => Promise.resolve(screen.closeConversation()))}
      />
      <Avatar person={friend} status={presenceOf(friend.id)?.status} />
      <div class="bar-title">
        <h2>{friend.username}</h2>
        <p class="presence-line">{presenceLine(app, friend.id)}</p>
      </div>
      <SearchHere friend={friend} />
      <IconButton
        icon="calendar"
        label={t.value.conversation.goToDay}
        onClick={() => setDateOpen(true)}
      />
      <IconButton
        icon={isSilent ? 'bellOff' : 'bell'}
        kind="only-wide"
        label={isSilent ? `${silence} · ${t.value.notifications.silenced}` : silence}
        onClick={() => setSilenceOpen(true)}
      />
      <IconButton
        icon={isSealed ? 'lock' : 'open'}
        kind={isVerified ? 'verified' : ''}
        label={mark ? `${sealed} · ${mark}` : sealed}
        onClick={onSafety}
      />
      {isSilenceOpen ? (
        <SilenceDialog friend={friend} onClose={() => setSilenceOpen(false)} />
      ) : null}
      {isDateOpen ? <DateDialog friend_id={friend.id} onClose={() => setDateOpen(false)} /> : null}
    </header>
  );
};
