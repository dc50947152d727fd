// For how long a conversation is to be silent.
import type { Friend } from '../../../protocol/objects';
import { silenceWords } from '../people/silence-words';
import { Dialog } from '../ui/dialog';
import { nameOf } from '../ui/person/person-name';
import { useApp } from '../ui/use-app';
import { silenceTimes } from './silence-times';

/** For how long nobody wants to hear of somebody; it holds on all devices. */
const Silence = ({ friend, onDone }: { friend: Friend; onDone: () => void }) => {
  const app = useApp();
  const { t, attempt, silences } = app;
  const texts = t.value.notifications;
  const words = silenceWords(app, friend.id);
  const choose = (ms: number | 'always' | null) =>
    attempt(async () => {
      await silences.silence(friend.id, ms);
      onDone();
    });
  return (
    <>
      <p class="hint">{texts.silenceText}</p>
      {words === null ? null : <p role="status">{words}</p>}
      <div class="choices">
        {words === null ? null : (
          <button type="button" class="primary" onClick={() => choose(null)}>
            {texts.silenceEnd}
          </button>
        )}
        {silenceTimes(new Date()).map(([name, ms]) => (
          <button type="button" key={name} onClick={() => choose(ms)}>
            {texts.silenceFor[name]}
          </button>
        ))}
        <button type="button" onClick={() => choose('always')}>
          {texts.silenceAlways}
        </button>
      </div>
    </>
  );
};

export const SilenceDialog = ({ friend, onClose }: { friend: Friend; onClose: () => void }) => {
  const app = useApp();
  const { t } = app;
  return (
    <Dialog
      title={t.value.notifications.silence(nameOf(app, friend))}
      kind="slim"
      onClose={onClose}
    >
      <Silence friend={friend} onDone={onClose} />
    </Dialog>
  );
};
