import { useState } from 'preact/hooks';
import { namesMistakes } from '../../i18n/form-checks';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { useApp } from '../ui/use-app';
import { NewPassword, newPasswordMistakes } from './new-password';

export const Register = () => {
  const app = useApp();
  const { t, session } = app;
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const check = async () => ({
    ...namesMistakes({ username, email }),
    ...(await newPasswordMistakes(app, password, 'password')),
  });
  const register = () => session.register({ username, email, password });
  return (
    <Form submit={t.value.entry.register} check={check} onSubmit={register}>
      <Field
        name="username"
        label={t.value.form.username}
        value={username}
        onValue={setName}
        autocomplete="username"
        hint={t.value.form.usernameHint}
        required
      />
      <Field
        name="email"
        label={t.value.form.email}
        value={email}
        onValue={setEmail}
        type="email"
        autocomplete="email"
        hint={t.value.form.emailHint}
        required
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
