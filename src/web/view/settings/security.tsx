import { useState } from 'preact/hooks';
import { CodeCheck } from '../entry/recovery';
import { Field } from '../ui/field';
import { Form, mustBePassword } from '../ui/form';
import { useApp } from '../ui/use-app';

const Password = () => {
  const {
    w,
    session,
    toast: { say },
  } = useApp();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = async () => {
    mustBePassword(next, 'new_password');
    await session.changePassword(current, next);
    setCurrent('');
    setNext('');
    say(w.value.passwordChanged);
  };
  return (
    <section>
      <h3>{w.value.changePassword}</h3>
      <p class="hint">{w.value.changePasswordText}</p>
      <Form
        submit={w.value.changePassword}
        about={{ AUTH_003: 'current_password' }}
        onSubmit={change}
      >
        <Field
          name="current_password"
          label={w.value.currentPassword}
          value={current}
          onValue={setCurrent}
          type="password"
          autocomplete="current-password"
          required
        />
        <Field
          name="new_password"
          label={w.value.newPassword}
          value={next}
          onValue={setNext}
          type="password"
          autocomplete="new-password"
          hint={w.value.passwordHint}
          required
        />
      </Form>
    </section>
  );
};

const RecoveryCode = () => {
  const {
    w,
    attempt,
    session,
    toast: { say },
    confirm: { sure },
  } = useApp();
  const [code, setCode] = useState('');
  const make = async () => {
    const isSure = await sure({
      title: w.value.newRecovery,
      text: w.value.newRecoveryText,
      act: w.value.newRecovery,
      isGrave: false,
    });
    if (isSure) setCode(await session.newRecovery());
  };
  const kept = async () => {
    await session.recoveryKept();
    setCode('');
    say(w.value.recoveryKept);
  };
  return (
    <section>
      <h3>{w.value.recoveryTitle}</h3>
      <p class="hint">{w.value.recoveryText}</p>
      {code ? (
        <CodeCheck code={code} onDone={kept} />
      ) : (
        <button type="button" onClick={() => attempt(make)}>
          {w.value.newRecovery}
        </button>
      )}
    </section>
  );
};

export const Security = () => (
  <>
    <Password />
    <RecoveryCode />
  </>
);
