// The form that creates an account.
import { useState } from 'preact/hooks';
import { namesMistakes } from '../../i18n/form-checks';
import { Form } from '../ui/form/form';
import { useCore } from '../ui/use-app';
import { NameFields } from './name-fields';
import { NewPassword, newPasswordMistakes } from './new-password';

export const Register = () => {
  const app = useCore();
  const { t, preloadSignedIn, session } = app;
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const check = async () => ({
    ...namesMistakes({ username, email }),
    ...(await newPasswordMistakes(app, password, 'password')),
  });
  const register = () => session.register({ username, email, password });
  return (
    <Form
      submit={t.value.entry.register}
      check={check}
      onInput={preloadSignedIn}
      onSubmit={register}
    >
      <NameFields
        username={username}
        onUsername={setName}
        email={email}
        onEmail={setEmail}
        emailHint={t.value.form.emailHint}
      />
      <NewPassword
        name="password"
        label={t.value.form.password}
        value={password}
        onValue={setPassword}
        names={[username, email]}
      />
    </Form>
  );
};
