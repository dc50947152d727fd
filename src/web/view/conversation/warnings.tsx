// Warnings between the header of a conversation and its messages; they stay as long as they are true.
import type { ComponentChildren } from 'preact';
import type { Friend } from '../../../protocol/objects';
import { Dialog } from '../ui/dialog';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

interface WarningProps {
  icon: IconName;
  kind?: string;
  text: string;
  children?: ComponentChildren;
}

const Warning = ({ icon, kind = '', text, children }: WarningProps) => (
  <div class={`line ${kind}`} role="status">
    <Icon name={icon} />
    <p>{text}</p>
    {children}
  </div>
);

interface Props {
  friend: Friend;
  onSafety: () => void;
}

export const Warnings = ({ friend, onSafety }: Props) => {
  const {
    t,
    attempt,
    actions,
    keys: { isKeyChanged, peerKeys },
  } = useApp();
  const trust = () => attempt(() => actions.trust(friend.id, false));
  return (
    <>
      {isKeyChanged(friend.id) ? (
        <Warning
          icon="warn"
          kind="key-line"
          text={t.value.conversation.keyChanged(friend.username)}
        >
          <button type="button" class="small" onClick={onSafety}>
            {t.value.conversation.compare}
          </button>
          <button type="button" class="small" onClick={trust}>
            {t.value.conversation.acceptKey}
          </button>
        </Warning>
      ) : null}
      {peerKeys.value[friend.id] === null ? (
        <Warning icon="open" text={t.value.people.notEncryptedText(friend.username)} />
      ) : null}
    </>
  );
};

/** Before anything is sealed for a key that is not the one that was compared. */
export const KeyChangedDialog = ({ friend, onSafety }: Props) => {
  const {
    t,
    attempt,
    actions,
    pins: { askedAbout, dismissQuestion: close },
  } = useApp();
  if (askedAbout.value !== friend.id) return null;
  return (
    <Dialog title={t.value.conversation.keyChangedTitle} kind="slim" onClose={close}>
      <p>{t.value.conversation.keyChangedText(friend.username)}</p>
      <div class="dialog-foot">
        <button
          type="button"
          class="primary"
          onClick={() => {
            close();
            onSafety();
          }}
        >
          {t.value.conversation.compare}
        </button>
        <button type="button" onClick={() => attempt(() => actions.trust(friend.id, false))}>
          {t.value.conversation.sendAnyway}
        </button>
      </div>
    </Dialog>
  );
};
