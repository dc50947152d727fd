// The notifications in the settings: on this device, on all, and on each of the others.
import { useEffect } from 'preact/hooks';
import { hour_ms } from '../../../protocol/limits';
import { deviceName } from '../../i18n/device-name';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { nextMorning } from './silence-times';
import { TestButton, ThisDevice } from './this-device';

const Everywhere = () => {
  const {
    t,
    attempt,
    push,
    format: { shortTime },
  } = useApp();
  const texts = t.value.notifications;
  const { dnd_until = null, calls_only = false } = push.settings.value ?? {};
  const isSilent = dnd_until !== null && Date.parse(dnd_until) > Date.now();
  const silenceUntil = (until: Date | null) =>
    attempt(() => push.set({ dnd_until: until?.toISOString() ?? null }));
  return (
    <section>
      <h3>{texts.everywhere}</h3>
      <fieldset class="tabs" aria-label={texts.everywhere}>
        {[false, true].map((only) => (
          <button
            type="button"
            key={String(only)}
            aria-pressed={calls_only === only}
            onClick={() => attempt(() => push.set({ calls_only: only }))}
          >
            {only ? texts.callsOnly : texts.everything}
          </button>
        ))}
      </fieldset>
      <h4>{texts.dnd}</h4>
      <p class="hint">
        {isSilent && dnd_until ? texts.dndUntil(shortTime(dnd_until)) : texts.dndOff}
      </p>
      <div class="row-buttons">
        {isSilent ? (
          <button type="button" onClick={() => silenceUntil(null)}>
            {texts.dndEnd}
          </button>
        ) : (
          <>
            <button type="button" onClick={() => silenceUntil(new Date(Date.now() + hour_ms))}>
              {texts.dndHour}
            </button>
            <button type="button" onClick={() => silenceUntil(nextMorning(new Date()))}>
              {texts.dndMorning}
            </button>
          </>
        )}
      </div>
    </section>
  );
};

const Sound = () => {
  const { t, sounds } = useApp();
  const texts = t.value.notifications;
  return (
    <section>
      <h3>{texts.sound}</h3>
      <p class="hint">{texts.soundHint}</p>
      <fieldset class="tabs" aria-label={texts.sound}>
        {[true, false].map((isOn) => (
          <button
            type="button"
            key={String(isOn)}
            aria-pressed={sounds.isOn.value === isOn}
            onClick={() => sounds.turn(isOn)}
          >
            {isOn ? texts.soundOn : texts.soundOff}
          </button>
        ))}
      </fieldset>
    </section>
  );
};

const Devices = () => {
  const {
    t,
    attempt,
    push,
    format: { shortTime },
  } = useApp();
  const texts = t.value.notifications;
  const all = push.settings.value?.subscriptions ?? [];
  return (
    <section>
      <h3>{texts.devices}</h3>
      {all.length === 0 ? <p class="hint">{texts.noDevices}</p> : null}
      <ul class="list">
        {all.map(({ id, device, current, shown_at, state }) => (
          <li class="request" key={id}>
            <Icon name={state === 'good' ? 'bell' : 'warn'} />
            <span class="row-text">
              <span class="row-name">{deviceName(device)}</span>
              <span class="row-line">
                {current ? `${texts.here} · ` : ''}
                {shown_at ? texts.lastShown(shortTime(shown_at)) : texts.neverShown}
              </span>
              {state === 'good' ? null : <span class="hint">{texts.states[state]}</span>}
              {current ? null : <TestButton id={id} />}
            </span>
            {current ? null : (
              <button
                type="button"
                class="small"
                aria-label={`${texts.remove} · ${deviceName(device)}`}
                onClick={() => attempt(() => push.remove(id))}
              >
                {texts.remove}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Install = () => {
  const { t } = useApp();
  const texts = t.value.notifications;
  return (
    <section>
      <h3>{texts.install}</h3>
      <p>{texts.installText}</p>
      <ul class="promises">
        {[texts.installIos, texts.installAndroid, texts.installDesktop].map((text) => (
          <li key={text}>
            <Icon name="down" />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
};

export const Notifications = () => {
  const { attempt, push } = useApp();
  useEffect(() => attempt(push.load), []);
  return (
    <>
      <ThisDevice />
      <Sound />
      {push.settings.value === null ? null : (
        <>
          <Everywhere />
          <Devices />
        </>
      )}
      <Install />
    </>
  );
};
