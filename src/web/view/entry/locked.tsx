// The screen of somebody who is signed in, but whose vault does not open by itself.
import { useState } from 'preact/hooks';
import { FormError } from '../../i18n/form-errors';
import { EngineFault } from '../../model/keys/engine-client';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { useCore } from '../ui/use-app';
import { CardPage } from './card-page';

type Kind = 'password' | 'recovery';

const Why = () => {
  const {
    t,
    session: { lockedBy },
  } = useCore();
  const { entry } = t.value;
  const texts = {
    device: entry.lockedText,
    password: entry.lockedResetText,
    foreign: entry.lockedForeignText,
    newer: entry.lockedNewerText,
    damaged: entry.lockedDamagedText,
    missing: entry.lockedMissingText,
    away: entry.lockedAwayText,
  };
  return <p class="lead">{texts[lockedBy.value]}</p>;
};

/** Beside the password and the recovery code. */
const WayOn = () => {
  const {
    t,
    attempt,
    session,
    session: { lockedBy },
  } = useCore();
  if (lockedBy.value === 'foreign') {
    return (
      <button type="button" onClick={() => attempt(() => session.unlockOwnCopy())}>
        {t.value.entry.useOwnCopy}
      </button>
    );
  }
  if (lockedBy.value !== 'newer') return null;
  return (
    <button type="button" onClick={() => location.reload()}>
      {t.value.ui.retry}
    </button>
  );
};

/** Where there is nothing to open, nothing that was typed is wrong. */
const explained = (kind: Kind) => (error: unknown) => {
  if (!(error instanceof EngineFault) || error.reason === 'missing_vault') throw error;
  throw new FormError({ [kind]: (t) => t.form.wrongSecret });
};

export const Locked = () => {
  const {
    t,
    attempt,
    session,
    confirm,
    session: { lockedBy },
  } = useCore();
  const [kind, setKind] = useState<Kind>('password');
  const [text, setText] = useState('');
  const isRecovery = kind === 'recovery';
  const startOver = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.entry.startOver,
      text: t.value.entry.startOverText,
      action: t.value.entry.startOverAct,
      isDangerous: true,
    });
    if (isConfirmed) await session.startOver();
  };
  const unlock = () => session.unlock(text, kind).catch(explained(kind));
  const isReset = lockedBy.value === 'password';
  return (
    <CardPage>
      <h1>{t.value.entry.lockedTitle}</h1>
      <Why />
      <Form key={kind} submit={t.value.entry.unlock} onSubmit={unlock}>
        <Field
          name={kind}
          label={
            isRecovery
              ? t.value.form.recoveryCode
              : isReset
                ? t.value.form.earlierPassword
                : t.value.form.password
          }
          value={text}
          onValue={setText}
          type={isRecovery ? 'text' : 'password'}
          autocomplete={isRecovery ? 'off' : 'current-password'}
          {...(isRecovery ? { hint: t.value.form.recoveryCodeHint } : {})}
          required
        />
      </Form>
      <div class="actions">
        <WayOn />
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setText('');
            setKind(isRecovery ? 'password' : 'recovery');
          }}
        >
          {isRecovery ? t.value.entry.usePassword : t.value.entry.useRecovery}
        </button>
        <button type="button" class="quiet" onClick={() => attempt(startOver)}>
          {t.value.entry.startOver}
        </button>
        <button type="button" class="quiet" onClick={() => attempt(() => session.logout())}>
          {t.value.entry.signOut}
        </button>
      </div>
    </CardPage>
  );
};
