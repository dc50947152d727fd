// Which microphone, camera and loudspeaker; with what the microphone hears and the camera sees.
import { useState } from 'preact/hooks';
import type { Device } from '../../model/calls/platform';
import { showingHeld } from '../ui/form/held-value';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { Level } from './level';
import type { CallProps } from './props';
import { Picture } from './streams';

const Choice = ({ calls, kind }: Pick<CallProps, 'calls'> & { kind: Device['kind'] }) => {
  const { t, attempt } = useApp();
  const texts = t.value.call;
  const devices = calls.media.devices.value.filter((each) => each.kind === kind);
  if (devices.length === 0) return null;
  return (
    <label class="call-device">
      <span>{texts[kind]}</span>
      <select
        value={calls.media.chosen.value[kind] ?? ''}
        onChange={({ currentTarget }) =>
          attempt(() =>
            showingHeld(
              currentTarget,
              (id) => calls.media.choose(kind, id),
              () => calls.media.chosen.value[kind] ?? '',
            ),
          )
        }
      >
        <option value="">{texts.byBrowser}</option>
        {devices.map(({ id, name }, at) => (
          <option key={id} value={id}>
            {name || texts.unnamed(texts[kind], at + 1)}
          </option>
        ))}
      </select>
    </label>
  );
};

/** Before an answer: open for oneself alone. */
const TryOut = ({ calls }: Pick<CallProps, 'calls'>) => {
  const { t, attempt } = useApp();
  const [isTried, setTried] = useState(false);
  const tryOut = async () => {
    setTried(true);
    if (await calls.media.openMicrophone()) await calls.media.turnCamera(true);
  };
  if (isTried) return <p class="call-hint">{t.value.call.tryOutHint}</p>;
  return (
    <button type="button" class="small" onClick={() => attempt(tryOut)}>
      {t.value.call.tryOut}
    </button>
  );
};

export const Devices = ({ calls, call }: Pick<CallProps, 'calls' | 'call'>) => {
  const { t } = useApp();
  const { microphone, picture } = calls.media;
  return (
    <section class="call-devices" aria-label={t.value.call.devices}>
      {picture.value ? (
        <Picture stream={picture.value} label={t.value.call.yourPicture} kind="call-preview" />
      ) : null}
      {microphone.value ? (
        <p class="call-hearing">
          <Icon name="microphone" />
          <Level source={microphone.value} listen={calls.meter} />
        </p>
      ) : null}
      {call.phase === 'incoming' && !call.isAccepting ? <TryOut calls={calls} /> : null}
      <Choice calls={calls} kind="microphone" />
      <Choice calls={calls} kind="camera" />
      {calls.canChooseSpeaker ? <Choice calls={calls} kind="speaker" /> : null}
    </section>
  );
};
