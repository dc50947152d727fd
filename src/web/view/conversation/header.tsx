import { useState } from 'preact/hooks';
import type { Friend } from '../../../protocol/objects';
import { SilenceDialog } from '../notifications/silence';
import { focusSearch } from '../search/focus-search';
import { isVerified, trustMark } from '../trust/badge';
import { Face } from '../ui/face';
import { IconButton } from '../ui/icon';
import { nameOf, PersonName } from '../ui/person-name';
import type { Client } from '../ui/use-app';
import { useApp } from '../ui/use-app';

const presenceLine = (app: Client, friend_id: number): string => {
  const {
    t,
    format: { shortTime },
    people,
    people: { presenceOf },
    typing: { isTyping },
  } = app;
  if (people.isSelf(friend_id)) return t.value.people.notesText;
  const known = presenceOf(friend_id);
  if (known === null) return '';
  if (isTyping(friend_id)) return t.value.people.typing;
  if (known.status === 'online') return t.value.people.online;
  if (known.status === 'away') return t.value.people.away;
  return t.value.people.lastSeen(shortTime(known.last_seen));
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
      label={t.value.search.searchHere(nameOf(app, friend))}
      onClick={() => attempt(searchHere)}
    />
  );
};

/** The microphone, and for video the camera, open with the press. */
const CallButtons = ({ friend }: { friend: Friend }) => {
  const { t, attempt, calls } = useApp();
  return (
    <>
      <IconButton
        icon="phone"
        label={t.value.call.voiceWith(friend.username)}
        onClick={() => attempt(() => calls.invite(friend.id, 'voice'))}
      />
      <IconButton
        icon="video"
        label={t.value.call.videoWith(friend.username)}
        onClick={() => attempt(() => calls.invite(friend.id, 'video'))}
      />
    </>
  );
};

interface Props {
  friend: Friend;
  onSafety: () => void;
  onDay: () => void;
}

export const Header = ({ friend, onSafety, onDay }: Props) => {
  const app = useApp();
  const {
    t,
    attempt,
    screen,
    silences,
    people,
    people: { friendOf, presenceOf },
    keys: { peerKeys },
  } = app;
  const [isSilenceOpen, setSilenceOpen] = useState(false);
  const isSilent = silences.isSilent(friend.id);
  const silence = t.value.notifications.silence(friend.username);
  const isSealed = Boolean(peerKeys.value[friend.id]);
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
      <Face person={friend} status={presenceOf(friend.id)?.status} />
      <div class="bar-title">
        <h2>
          <PersonName person={friend} />
        </h2>
        <p class="presence-line">{presenceLine(app, friend.id)}</p>
      </div>
      {friendOf(friend.id) ? <CallButtons friend={friend} /> : null}
      <SearchHere friend={friend} />
      <IconButton
        icon="calendar"
        label={t.value.conversation.goToDay}
        kind="only-wide"
        onClick={onDay}
      />
      {people.isSelf(friend.id) ? null : (
        <>
          <IconButton
            icon={isSilent ? 'bellOff' : 'bell'}
            kind="only-wide"
            label={isSilent ? `${silence} · ${t.value.notifications.silenced}` : silence}
            onClick={() => setSilenceOpen(true)}
          />
          <IconButton
            icon={isSealed ? 'lock' : 'open'}
            kind={isVerified(app, friend.id) ? 'verified' : ''}
            label={mark ? `${sealed} · ${mark}` : sealed}
            onClick={onSafety}
          />
        </>
      )}
      {isSilenceOpen ? (
        <SilenceDialog friend={friend} onClose={() => setSilenceOpen(false)} />
      ) : null}
    </header>
  );
};
