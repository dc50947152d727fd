// Password, recovery code and key.
import { useState } from 'preact/hooks';
import { NewPassword, newPasswordMistakes } from '../entry/new-password';
import { CodeCheck } from '../entry/recovery';
import { ChangeKey, ChangeKeyNote } from '../trust/change-key';
import { Form } from '../ui/form/form';
import { PasswordField } from '../ui/form/password-field';
import { useApp } from '../ui/use-app';

const Password = () => {
  const app = useApp();
  const { t, account, session, toast } = app;
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isChanged, setChanged] = useState(false);
  const change = async () => {
    await session.changePassword(current, next);
    setCurrent('');
    setNext('');
    setChanged(true);
    toast.show(t.value.settings.passwordChanged);
  };
  return (
    <section>
      <h3>{t.value.settings.changePassword}</h3>
      <p class="hint">{t.value.settings.changePasswordText}</p>
      <Form
        submit={t.value.settings.changePassword}
        about={{ wrongPassword: 'current_password' }}
        check={() => newPasswordMistakes(app, next, 'new_password')}
        onSubmit={change}
      >
        <PasswordField
          name="current_password"
          label={t.value.form.currentPassword}
          value={current}
          onValue={setCurrent}
        />
        <NewPassword
          name="new_password"
          label={t.value.form.newPassword}
          value={next}
          onValue={setNext}
          names={[account.me.value?.username ?? '', account.me.value?.email ?? '']}
        />
      </Form>
      {isChanged ? <ChangeKeyNote onDone={() => setChanged(false)} /> : null}
    </section>
  );
};

const RecoveryCode = () => {
  const { t, attempt, session, toast, confirm } = useApp();
  const [code, setCode] = useState('');
  const make = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.settings.newRecoveryCode,
      text: t.value.settings.newRecoveryCodeText,
      action: t.value.settings.newRecoveryCode,
      isDangerous: false,
    });
    if (isConfirmed) setCode(await session.newRecovery());
  };
  const onSaved = async () => {
    await session.recoveryKept();
    setCode('');
    toast.show(t.value.settings.recoveryCodeReplaced);
  };
  return (
    <section>
      <h3>{t.value.entry.recoveryTitle}</h3>
      <p class="hint">{t.value.entry.recoveryText}</p>
      {code ? (
        <CodeCheck code={code} onDone={onSaved} />
      ) : (
        <button type="button" onClick={() => attempt(make)}>
          {t.value.settings.newRecoveryCode}
        </button>
      )}
    </section>
  );
};

const KeyChange = () => {
  const { t } = useApp();
  return (
    <section>
      <h3>{t.value.trust.changeKey}</h3>
      <p class="hint">{t.value.trust.changeKeyText}</p>
      <ChangeKey />
    </section>
  );
};

export const Security = () => (
  <>
    <Password />
    <KeyChange />
    <RecoveryCode />
  </>
);
