// What is out of the ordinary in a conversation: lines between its head and its messages that stay
// until it is no longer so, or until someone has read them.
import type { Friend } from '../../../protocol/objects';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';
import { namesake, renamed } from './badge';
import { Warning } from './warning';

interface Props {
  friend: Friend;
  onSafety: () => void;
}

/** Nothing is sealed for this friend before somebody has decided. */
const KeyDecision = ({ friend, onSafety }: Props) => {
  const app = useApp();
  const { t, attempt, actions, keys, pins } = app;
  const { id } = friend;
  const name = app.naming.inFull(friend);
  const pin = pins.pins.value[id];
  const key = keys.peerKeys.value[id];
  if (pin === undefined || !keys.mustDecide(id)) return null;
  const { conversation, trust } = t.value;
  const isDoubted = pin.news?.includes('link') ?? false;
  const doubted = isDoubted ? trust.linkWrong(name) : conversation.keyChanged(name);
  const text = pin.disputed ? trust.keyDisputed(name) : doubted;
  return (
    <Warning icon="warn" kind="key-line" text={key === null ? trust.keyGone(name) : text}>
      {key ? (
        <>
          <button type="button" class="small" onClick={onSafety}>
            {conversation.compare}
          </button>
          <button
            type="button"
            class="small"
            onClick={() => attempt(() => actions.acceptKey(id, key.key_id))}
          >
            {conversation.acceptKey}
          </button>
        </>
      ) : null}
    </Warning>
  );
};

/** What happened to a friend's key or name, on all devices until it is pressed. */
const KeyNews = ({ friend, onSafety }: Props) => {
  const app = useApp();
  const { t, attempt, actions, keys, pins } = app;
  const { id } = friend;
  const name = app.naming.inFull(friend);
  const { username, display_name } = friend;
  const pin = pins.pins.value[id];
  if (pin === undefined) return null;
  const { conversation, trust } = t.value;
  const former = pin.keys.filter(({ how }) => how === 'first').length;
  const names = renamed(pin, friend);
  const press = (read: Parameters<typeof actions.pressLine>[1]) => (
    <button type="button" class="small" onClick={() => attempt(() => actions.pressLine(id, read))}>
      {trust.understood}
    </button>
  );
  return (
    <>
      {pin.news?.includes('key') ? (
        <Warning icon="warn" kind="key-line" text={trust.keyExchanged(name)}>
          <button type="button" class="small" onClick={onSafety}>
            {conversation.compare}
          </button>
          {press({ line: 'key', key_id: pin.key_id })}
        </Warning>
      ) : null}
      {pin.news?.includes('former') ? (
        <Warning icon="info" text={trust.formerKeys(former, name)}>
          {press({ line: 'former' })}
          <button type="button" class="small" onClick={() => attempt(() => actions.disownKeys(id))}>
            {trust.formerKeysWrong}
          </button>
        </Warning>
      ) : null}
      {keys.isWaiting(id) && !pin.news?.includes('link') ? (
        <Warning icon="info" text={trust.linkWaiting(name)} />
      ) : null}
      {names ? (
        <Warning icon="info" text={trust.renamed(names.before, names.now)}>
          {press({ line: 'name', name: { username, display_name } })}
        </Warning>
      ) : null}
    </>
  );
};

export const Warnings = (props: Props) => {
  const app = useApp();
  const { t, keys, pins } = app;
  const { id } = props.friend;
  const isPlain = keys.peerKeys.value[id] === null && pins.pins.value[id] === undefined;
  const other = namesake(pins.pins.value, props.friend);
  return (
    <>
      <KeyDecision {...props} />
      <KeyNews {...props} />
      {other === null ? null : <Warning icon="warn" text={t.value.trust.namesake(other)} />}
      {isPlain ? (
        <Warning
          icon="open"
          text={t.value.people.notEncryptedText(app.naming.inFull(props.friend))}
        />
      ) : null}
    </>
  );
};

/** Before anything is sealed for a key that is not the one that was compared. */
export const KeyChangedDialog = ({ friend, onSafety }: Props) => {
  const app = useApp();
  const {
    t,
    attempt,
    actions,
    keys: { peerKeys },
    pins: { askedAbout, dismissQuestion },
  } = app;
  const key = peerKeys.value[friend.id];
  if (askedAbout.value !== friend.id) return null;
  const decline = () => attempt(() => actions.declineKey(friend.id));
  return (
    <Dialog title={t.value.conversation.keyChangedTitle} kind="slim" onClose={decline}>
      <p>{t.value.conversation.keyChangedText(app.naming.inFull(friend))}</p>
      <div class="dialog-foot">
        <button
          type="button"
          class="primary"
          onClick={() => {
            dismissQuestion();
            onSafety();
          }}
        >
          {t.value.conversation.compare}
        </button>
        <button type="button" onClick={decline}>
          {t.value.trust.doNotSend}
        </button>
        {key ? (
          <button
            type="button"
            onClick={() => attempt(() => actions.acceptKey(friend.id, key.key_id))}
          >
            {t.value.conversation.sendAnyway}
          </button>
        ) : null}
      </div>
    </Dialog>
  );
};
