import type { Friend } from '../../../protocol/objects';
import { takeAlong } from '../exports/start';
import { Silence } from '../notifications/silence';
import { isVerified, trustMark } from '../trust/badge';
import { SafetyNumber } from '../trust/safety-number';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { Lifetime } from './lifetime';

interface SealProps {
  isSealed: boolean;
  isVerified: boolean;
  mark: string;
}

const Seal = ({ isSealed, isVerified, mark }: SealProps) => {
  const { t } = useApp();
  if (!isSealed) {
    return (
      <p class="seal open">
        <Icon name="open" />
        {t.value.people.notEncrypted}
      </p>
    );
  }
  return (
    <p class="seal">
      <Icon name={isVerified ? 'shield' : 'lock'} />
      {[t.value.people.encrypted, ...(mark ? [mark] : [])].join(' · ')}
    </p>
  );
};

interface Props {
  friend: Friend;
  onClose: () => void;
  /** On a narrow screen the head of the conversation has no room for it. */
  onDay: () => void;
}

/** Each is asked about once more. */
const Leaving = ({ friend, onClose }: Pick<Props, 'friend' | 'onClose'>) => {
  const { t, attempt, people, confirm } = useApp();
  const { username } = friend;
  const leave = (act: string, text: string, run: () => Promise<unknown>) =>
    attempt(async () => {
      if (!(await confirm.ask({ title: act, text, action: act, isDangerous: true }))) return;
      await run();
      onClose();
    });
  return (
    <section>
      <div class="actions">
        <button
          type="button"
          class="danger"
          onClick={() =>
            leave(t.value.people.unfriend, t.value.people.unfriendText(username), () =>
              people.unfriend(friend),
            )
          }
        >
          {t.value.people.unfriend}
        </button>
        <button
          type="button"
          class="danger"
          onClick={() =>
            leave(t.value.people.block, t.value.people.blockText(username), () =>
              people.blocks.block(friend),
            )
          }
        >
          {t.value.people.block}
        </button>
      </div>
    </section>
  );
};

/** It goes on when this is closed; the line above everything says how far it is. */
const TakeAlong = ({ friend, onClose }: Pick<Props, 'friend' | 'onClose'>) => {
  const app = useApp();
  const { t, attempt, exports } = app;
  return (
    <section>
      <h3>{t.value.exports.takeAlong}</h3>
      <p class="hint">{t.value.exports.text}</p>
      <button
        type="button"
        disabled={exports.state.value?.phase === 'running'}
        onClick={() => attempt(() => takeAlong(app, friend).then(onClose))}
      >
        <Icon name="down" />
        {t.value.exports.takeAlong}
      </button>
    </section>
  );
};

export const Safety = ({ friend, onClose, onDay }: Props) => {
  const app = useApp();
  const {
    t,
    people: { presenceOf },
    keys: { peerKeys },
  } = app;
  const { id, username } = friend;
  const isSealed = Boolean(peerKeys.value[id]);
  const isCompared = isVerified(app, id);
  return (
    <Dialog title={t.value.people.aboutPerson} onClose={onClose}>
      <div class="person-head">
        <Avatar person={friend} status={presenceOf(id)?.status} kind="large" />
        <h3 dir="auto">{username}</h3>
        <Seal isSealed={isSealed} isVerified={isCompared} mark={trustMark(app, friend)} />
      </div>
      {isSealed ? (
        <SafetyNumber friend={friend} isVerified={isCompared} />
      ) : (
        <p class="note">
          <Icon name="warn" />
          {t.value.people.notEncryptedText(username)}
        </p>
      )}
      <button type="button" class="only-narrow" onClick={onDay}>
        <Icon name="calendar" />
        {t.value.conversation.goToDay}
      </button>
      <section>
        <h3>{t.value.notifications.silence(username)}</h3>
        <Silence friend={friend} onDone={onClose} />
      </section>
      <section>
        <h3>{t.value.people.disappearingMessages}</h3>
        <Lifetime friend={friend} />
      </section>
      <TakeAlong friend={friend} onClose={onClose} />
      <Leaving friend={friend} onClose={onClose} />
    </Dialog>
  );
};
