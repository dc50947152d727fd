import { useState } from 'preact/hooks';
import { Field } from '../ui/field';
import { Form, mustBePassword } from '../ui/form';
import { useApp } from '../ui/use-app';

export const Register = () => {
  const { w, session } = useApp();
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const register = async () => {
    mustBePassword(password, 'password');
    await session.register({ username, email, password });
  };
  return (
    <Form submit={w.value.register} onSubmit={register}>
      <Field
        name="username"
        label={w.value.username}
        value={username}
        onValue={setName}
        autocomplete="username"
        hint={w.value.usernameHint}
        required
      />
      <Field
        name="email"
        label={w.value.email}
        value={email}
        onValue={setEmail}
        type="email"
        autocomplete="email"
        hint={w.value.emailHint}
        required
      />
      <Field
        name="password"
        label={w.value.password}
        value={password}
        onValue={setPassword}
        type="password"
        autocomplete="new-password"
        hint={w.value.passwordHint}
        required
      />
    </Form>
  );
};
