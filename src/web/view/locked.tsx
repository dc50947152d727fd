import { useState } from 'preact/hooks';
import { app } from '../model/app';
import { attempt, w } from '../words/words';
import { Field } from './field';
import { Form } from './form';

export const Locked = () => {
  const [kind, setKind] = useState<'password' | 'recovery'>('password');
  const [text, setText] = useState('');
  const isRecovery = kind === 'recovery';
  const startOver = () => {
    if (confirm(w.value.startOverText)) attempt(() => app.session.startOver());
  };
  return (
    <main class="card">
      <h1>{w.value.lockedTitle}</h1>
      <p class="lead">{w.value.lockedText}</p>
      <Form submit={w.value.unlock} onSubmit={() => app.session.unlock(text, kind)}>
        <Field
          label={isRecovery ? w.value.recoveryCode : w.value.password}
          value={text}
          onValue={setText}
          type={isRecovery ? 'text' : 'password'}
          autocomplete={isRecovery ? 'off' : 'current-password'}
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
        <button type="button" class="quiet" onClick={startOver}>
          {w.value.startOver}
        </button>
        <button type="button" class="quiet" onClick={() => attempt(() => app.session.logout())}>
          {w.value.signOut}
        </button>
      </div>
    </main>
  );
};
