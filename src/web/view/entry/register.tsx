import { useState } from 'preact/hooks';
import { Field } from '../ui/field';
import { Form, mustBePassword } from '../ui/form';
import { useApp } from '../ui/use-app';
import { mustBeUncommon, NewPassword } from './new-password';

export const Register = () => {
  const app = useApp();
  const { t, session } = app;
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const register = async () => {
    mustBePassword(password, 'password');
    await mustBeUncommon(app, password, 'password');
    await session.register({ username, email, password });
  };
  return (
    <Form submit={t.value.entry.register} onSubmit={register}>
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
