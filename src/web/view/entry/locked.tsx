import { useState } from 'preact/hooks';
import { FormFault } from '../../i18n/mistakes';
import { EngineFault } from '../../model/keys/engine-client';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Page } from '../ui/page';
import { useApp } from '../ui/use-app';

export const Locked = () => {
  const {
    w,
    attempt,
    session,
    confirm: { sure },
    session: { lockedBy },
  } = useApp();
  const [kind, setKind] = useState<'password' | 'recovery'>('password');
  const [text, setText] = useState('');
  const isRecovery = kind === 'recovery';
  const startOver = async () => {
    const isSure = await sure({
      title: w.value.startOver,
      text: w.value.startOverText,
      act: w.value.startOverAct,
      isGrave: true,
    });
    if (isSure) await session.startOver();
  };
  const unlock = () =>
    session.unlock(text, kind).catch((error) => {
      if (!(error instanceof EngineFault)) throw error;
      throw new FormFault({ [kind]: (say) => say.wrongKey });
    });
  const isReset = lockedBy.value === 'password';
  return (
    <Page>
      <h1>{w.value.lockedTitle}</h1>
      <p class="lead">{isReset ? w.value.lockedReset : w.value.lockedText}</p>
      <Form key={kind} submit={w.value.unlock} onSubmit={unlock}>
        <Field
          name={kind}
          label={
            isRecovery ? w.value.recoveryCode : isReset ? w.value.earlierPassword : w.value.password
          }
          value={text}
          onValue={setText}
          type={isRecovery ? 'text' : 'password'}
          autocomplete={isRecovery ? 'off' : 'current-password'}
          {...(isRecovery ? { hint: w.value.recoveryForm } : {})}
          required
        />
      </Form>
      <div class="actions">
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setText('');
            setKind(isRecovery ? 'password' : 'recovery');
          }}
        >
          {isRecovery ? w.value.usePassword : w.value.useRecovery}
        </button>
        <button type="button" class="quiet" onClick={() => attempt(startOver)}>
          {w.value.startOver}
        </button>
        <button type="button" class="quiet" onClick={() => attempt(() => session.logout())}>
          {w.value.signOut}
        </button>
      </div>
    </Page>
  );
};
