import { useState } from 'preact/hooks';
import { Field } from '../ui/field';
import { Form, mustBePassword } from '../ui/form';
import { useApp } from '../ui/use-app';

export const Register = () => {
  const { t, session } = useApp();
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const register = async () => {
    mustBePassword(password, 'password');
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
      <Field
        name="password"
        label={t.value.form.password}
        value={password}
        onValue={setPassword}
        type="password"
        autocomplete="new-password"
        hint={t.value.form.passwordHint}
        required
      />
    </Form>
  );
};
