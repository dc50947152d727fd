// The app lock of this device: turned on, changed, turned off.
import { useEffect, useState } from 'preact/hooks';
import type { FieldMistakes } from '../../i18n/form-errors';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

const pin_chars_min = 4;
const AFTER_MS = [60_000, 300_000, 900_000, 3_600_000];

const Passkey = () => {
  const { t, attempt, appLock, toast } = useApp();
  const [isAvailable, setAvailable] = useState(false);
  useEffect(() => attempt(async () => setAvailable(await appLock.hasPasskeys())), []);
  if (!isAvailable) return null;
  const refused = () => toast.show(t.value.settings.lockNoSecret, true);
  const turnOn = () =>
    appLock.turnOnByPasskey().then(
      (isOn) => {
        if (!isOn) refused();
      },
      (error) => {
        if (!(error instanceof DOMException)) throw error;
        // A no is a no; an address without a name has no passkeys.
        if (error.name !== 'NotAllowedError') refused();
      },
    );
  return (
    <button type="button" onClick={() => attempt(turnOn)}>
      <Icon name="person" />
      {t.value.settings.lockPasskey}
    </button>
  );
};

const TurnOn = () => {
  const { t, appLock } = useApp();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const texts = t.value.settings;
  const check = (): FieldMistakes => ({
    ...([...pin].length < pin_chars_min ? { pin: () => texts.lockPinTooShort } : {}),
    ...(pin === again ? {} : { pin_again: () => texts.lockPinsDiffer }),
  });
  const field = { type: 'password', autocomplete: 'off', required: true } as const;
  return (
    <>
      <section>
        <p class="hint">{texts.lockText}</p>
        <Form submit={texts.lockOn} check={check} onSubmit={() => appLock.turnOnByPin(pin)}>
          <Field
            {...field}
            name="pin"
            label={texts.lockPin}
            hint={texts.lockPinHint}
            value={pin}
            onValue={setPin}
          />
          <Field
            {...field}
            name="pin_again"
            label={texts.lockPinAgain}
            value={again}
            onValue={setAgain}
          />
        </Form>
      </section>
      <section>
        <Passkey />
      </section>
    </>
  );
};

const IsOn = () => {
  const { t, attempt, appLock, format, naming, people } = useApp();
  const settings = appLock.settings.value;
  const texts = t.value.settings;
  const named = () =>
    Object.fromEntries(people.friends.value.map((friend) => [friend.id, naming.called(friend)]));
  return (
    <>
      <section>
        <h3>{texts.lockAfter}</h3>
        <fieldset class="tabs" aria-label={texts.lockAfter}>
          {AFTER_MS.map((ms) => (
            <button
              type="button"
              key={ms}
              aria-pressed={settings?.after_ms === ms}
              onClick={() => attempt(() => appLock.lockAfter(ms))}
            >
              {format.span(ms)}
            </button>
          ))}
        </fieldset>
        <button type="button" class="primary" onClick={() => attempt(appLock.lock)}>
          <Icon name="lock" />
          {texts.lockNow}
        </button>
      </section>
      <section>
        <h3>{texts.lockCallers}</h3>
        <fieldset class="tabs" aria-label={texts.lockCallers}>
          {[false, true].map((isNamed) => (
            <button
              type="button"
              key={String(isNamed)}
              aria-pressed={(settings?.callers !== null) === isNamed}
              onClick={() => attempt(() => appLock.nameCallers(isNamed ? named() : null))}
            >
              {isNamed ? texts.lockCallersNamed : texts.lockCallersHidden}
            </button>
          ))}
        </fieldset>
        <p class="hint">{texts.lockCallersHint}</p>
      </section>
      <section>
        <button type="button" class="danger" onClick={() => attempt(appLock.turnOff)}>
          {texts.lockOff}
        </button>
      </section>
    </>
  );
};

/** Of this device alone. */
export const Lock = () => (useApp().appLock.settings.value ? <IsOn /> : <TurnOn />);
