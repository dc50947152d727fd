import { useState } from 'preact/hooks';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { useApp } from '../ui/use-app';

export const SignIn = () => {
  const { w, session } = useApp();
  const [name, setName] = useState(session.lastName());
  const [password, setPassword] = useState('');
  return (
    <>
      <Form
        submit={w.value.signIn}
        about={{ AUTH_003: 'password', AUTH_004: 'username' }}
        onSubmit={() => session.login(name, password)}
      >
        <Field
          name="username"
          label={w.value.usernameOrEmail}
          value={name}
          onValue={setName}
          autocomplete="username"
          required
        />
        <Field
          name="password"
          label={w.value.password}
          value={password}
          onValue={setPassword}
          type="password"
          autocomplete="current-password"
          required
        />
      </Form>
      <details>
        <summary>{w.value.forgot}</summary>
        <div class="fold">
          {w.value.forgotText.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      </details>
    </>
  );
};
