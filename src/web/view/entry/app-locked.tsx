// The app lock: nothing of anybody is on this page.
import { useState } from 'preact/hooks';
import { FormError } from '../../i18n/form-errors';
import { EngineFault } from '../../model/keys/engine-client';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { Icon } from '../ui/icon';
import { useCore } from '../ui/use-app';
import { CardPage } from './card-page';

const Pin = ({ onOpen }: { onOpen: () => Promise<void> }) => {
  const { t, appLock } = useCore();
  const [pin, setPin] = useState('');
  const unlock = async () => {
    try {
      await appLock.unlockByPin(pin);
    } catch (error) {
      if (!(error instanceof EngineFault)) throw error;
      setPin('');
      const left = appLock.triesLeft.value;
      // The password is asked for by now.
      if (left > 0) throw new FormError({ pin: ({ entry }) => entry.wrongPin(left) });
    }
    await onOpen();
  };
  return (
    <Form submit={t.value.entry.unlock} onSubmit={unlock}>
      <Field
        name="pin"
        label={t.value.entry.pin}
        value={pin}
        onValue={setPin}
        type="password"
        autocomplete="off"
        required
      />
    </Form>
  );
};

/** It can be answered once this is unlocked. */
const Calling = () => {
  const { t, appLock } = useCore();
  const call = appLock.call.value;
  const { somebodyCalls, calls } = t.value.entry;
  return (
    <div role="status">
      {call ? (
        <p class="note">
          <Icon name="phone" />
          {call.name === null ? somebodyCalls : calls(call.name)}
        </p>
      ) : null}
    </div>
  );
};

export const AppLocked = () => {
  const { t, attempt, appLock, confirm, session } = useCore();
  const open = () => session.start();
  const giveUp = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.entry.lostPin,
      text: t.value.entry.lostPinText,
      action: t.value.entry.lostPin,
      isDangerous: false,
    });
    if (!isConfirmed) return;
    await appLock.giveUp();
    await open();
  };
  return (
    <CardPage>
      <h1>{t.value.entry.appLockedTitle}</h1>
      <Calling />
      {appLock.byPasskey.value ? (
        <button
          type="button"
          class="primary"
          onClick={() => attempt(() => appLock.unlockByPasskey().then(open))}
        >
          {t.value.entry.unlock}
        </button>
      ) : (
        <Pin onOpen={open} />
      )}
      <div class="actions">
        <button type="button" class="quiet" onClick={() => attempt(giveUp)}>
          {t.value.entry.lostPin}
        </button>
      </div>
    </CardPage>
  );
};
