// The head of a conversation: with whom it is, and what can be opened from there.
import type { Friend } from '../../../protocol/objects';
import { searchHere } from '../people/person/finding';
import { presenceLine } from '../people/presence-line';
import { isVerified, trustMark } from '../trust/badge';
import { Icon, IconButton } from '../ui/icon';
import { Face } from '../ui/person/face';
import { nameOf, PersonName } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';

/** The microphone, and for video the camera, open with the press. */
const CallButtons = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, attempt, calls } = app;
  const name = nameOf(app, friend);
  return (
    <>
      <IconButton
        icon="phone"
        label={t.value.call.voiceWith(name)}
        onClick={() => attempt(() => calls.invite(friend.id, 'voice'))}
      />
      <IconButton
        icon="video"
        label={t.value.call.videoWith(name)}
        onClick={() => attempt(() => calls.invite(friend.id, 'video'))}
      />
    </>
  );
};

/** Whether it is encrypted, and how the key is known: said to all, shown where it is out of the common. */
const Mark = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { t, keys, people } = app;
  const isSealed = people.isSelf(friend.id) ? null : keys.isSealedFor(friend.id);
  if (isSealed === null) return null;
  const mark = trustMark(app, friend);
  const sealed = isSealed ? t.value.people.encrypted : t.value.conversation.notEncrypted;
  const text = mark ? `${sealed} · ${mark}` : sealed;
  return (
    <>
      {isVerified(app, friend.id) || !isSealed ? (
        <span class={isSealed ? 'mark' : 'mark open'} title={text}>
          <Icon name={isSealed ? 'shield' : 'open'} />
        </span>
      ) : null}
      <span class="visually-hidden">{text}</span>
    </>
  );
};

interface Props {
  friend: Friend;
  onPerson: () => void;
}

export const Header = ({ friend, onPerson }: Props) => {
  const app = useApp();
  const { t, attempt, screen, people } = app;
  return (
    <header class="bar">
      <IconButton
        icon="back"
        kind="only-narrow"
        label={t.value.conversation.backToList}
        onClick={() => attempt(() => Promise.resolve(screen.closeConversation()))}
      />
      <div class="bar-person">
        <Face person={friend} status={people.presenceOf(friend.id)?.status} />
        <div class="bar-title">
          <h2>
            <button type="button" class="person-button" onClick={onPerson}>
              <span class="person-called">
                <PersonName person={friend} />
              </span>
              <Mark friend={friend} />
            </button>
          </h2>
          <p class="presence-line">{presenceLine(app, friend.id)}</p>
        </div>
      </div>
      {people.friendOf(friend.id) ? <CallButtons friend={friend} /> : null}
      <IconButton
        icon="search"
        label={t.value.search.searchHere(nameOf(app, friend))}
        onClick={() => attempt(() => searchHere(app, friend.id))}
      />
    </header>
  );
};
