// The page of a person, or of one's notes: who it is, what holds between the two, what was sent, and
// what can be changed or ended.
import { useState } from 'preact/hooks';
import type { Friend } from '../../../../protocol/objects';
import { SilenceDialog } from '../../notifications/silence';
import { Dialog } from '../../ui/dialog';
import type { IconName } from '../../ui/icon';
import { Icon } from '../../ui/icon';
import { Face } from '../../ui/person/face';
import { nameOf } from '../../ui/person/person-name';
import { useApp } from '../../ui/use-app';
import { Lifetime } from '../lifetime';
import { presenceLine } from '../presence-line';
import { silenceWords } from '../silence-words';
import { Encryption, OwnEncryption } from './encryption';
import { Finding, searchHere } from './finding';
import { Leaving } from './leaving';
import { Nickname } from './nickname';

interface Props {
  friend: Friend;
  isComparing: boolean;
  onClose: () => void;
  onDay: () => void;
}

interface QuickProps {
  icon: IconName;
  text: string;
  label?: string;
  onClick: () => void;
}

const Quick = ({ icon, text, label = text, onClick }: QuickProps) => (
  <button type="button" class="person-quick" aria-label={label} title={label} onClick={onClick}>
    <Icon name={icon} />
    <span aria-hidden="true">{text}</span>
  </button>
);

/** What is done most, below the picture. */
const Quicks = ({ friend, onClose }: Pick<Props, 'friend' | 'onClose'>) => {
  const app = useApp();
  const { t, attempt, calls, people } = app;
  const [isSilencing, setSilencing] = useState(false);
  const name = nameOf(app, friend);
  const { silence } = t.value.notifications;
  const words = silenceWords(app, friend.id);
  const run = (act: () => Promise<unknown>) => () => {
    onClose();
    attempt(act);
  };
  const isFriend = people.friendOf(friend.id) !== undefined;
  return (
    <div class="person-quicks">
      {isFriend ? (
        <>
          <Quick
            icon="phone"
            text={t.value.people.call}
            label={t.value.call.voiceWith(name)}
            onClick={run(() => calls.invite(friend.id, 'voice'))}
          />
          <Quick
            icon="video"
            text={t.value.people.video}
            label={t.value.call.videoWith(name)}
            onClick={run(() => calls.invite(friend.id, 'video'))}
          />
        </>
      ) : null}
      <Quick
        icon="search"
        text={t.value.people.searchShort}
        label={t.value.search.searchHere(name)}
        onClick={run(() => searchHere(app, friend.id))}
      />
      {people.isSelf(friend.id) ? null : (
        <Quick
          icon={words === null ? 'bell' : 'bellOff'}
          text={words ?? t.value.sidebar.silence}
          label={words === null ? silence(name) : `${silence(name)} · ${words}`}
          onClick={() => setSilencing(true)}
        />
      )}
      {isSilencing ? <SilenceDialog friend={friend} onClose={() => setSilencing(false)} /> : null}
    </div>
  );
};

/** By the name that is used here; below it what they call themselves, and how they sign in. */
const Head = ({ friend }: { friend: Friend }) => {
  const app = useApp();
  const { naming, people } = app;
  const isSelf = people.isSelf(friend.id);
  const [name, ...others] = isSelf ? [nameOf(app, friend)] : naming.namesOf(friend);
  return (
    <div class="person-head">
      <Face person={friend} status={people.presenceOf(friend.id)?.status} kind="huge" />
      <h3 dir="auto">{name}</h3>
      {others.map((other) => (
        <p class="person-other" dir="auto" key={other}>
          {other}
        </p>
      ))}
      {isSelf ? null : <p class="hint">{presenceLine(app, friend.id)}</p>}
    </div>
  );
};

export const PersonPage = ({ friend, isComparing, onClose, onDay }: Props) => {
  const { t, people } = useApp();
  const isSelf = people.isSelf(friend.id);
  const isFriend = people.friendOf(friend.id) !== undefined;
  const canWrite = people.contactOf(friend.id) !== undefined;
  const title = isSelf ? t.value.people.notes : t.value.people.aboutPerson;
  return (
    <Dialog title={title} kind="person" onClose={onClose} onBack={onClose}>
      <Head friend={friend} />
      <Quicks friend={friend} onClose={onClose} />
      {isFriend ? <Nickname friend={friend} /> : null}
      {isSelf ? <OwnEncryption /> : <Encryption friend={friend} isComparing={isComparing} />}
      <Finding friend={friend} onClose={onClose} onDay={onDay} />
      {canWrite ? (
        <section>
          <Lifetime friend={friend} />
        </section>
      ) : null}
      <Leaving friend={friend} onClose={onClose} />
    </Dialog>
  );
};
