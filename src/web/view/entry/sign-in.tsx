// The form of somebody who has an account.
import { useState } from 'preact/hooks';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { PasswordField } from '../ui/form/password-field';
import { useCore } from '../ui/use-app';

export const SignIn = () => {
  const { t, preloadSignedIn, session } = useCore();
  const [name, setName] = useState(session.lastName());
  const [password, setPassword] = useState('');
  return (
    <>
      <Form
        submit={t.value.entry.signIn}
        about={{ wrongPassword: 'password', notYours: 'username' }}
        onInput={preloadSignedIn}
        onSubmit={() => session.login(name, password)}
      >
        <Field
          name="username"
          label={t.value.form.usernameOrEmail}
          value={name}
          onValue={setName}
          autocomplete="username"
          required
        />
        <PasswordField
          name="password"
          label={t.value.form.password}
          value={password}
          onValue={setPassword}
        />
      </Form>
      <details>
        <summary>{t.value.entry.forgotPassword}</summary>
        <div class="fold">
          {t.value.entry.forgotPasswordText.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      </details>
    </>
  );
};
