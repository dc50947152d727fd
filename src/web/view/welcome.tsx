import { useState } from 'preact/hooks';
import { app } from '../model/app';
import { invitation } from '../model/session';
import { chooseLanguage, language, w } from '../words/words';
import { Field } from './field';
import { Form, plainFault } from './form';

const SignIn = () => {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <Form submit={w.value.signIn} onSubmit={() => app.session.login(name, password)}>
      <Field
        label={w.value.usernameOrEmail}
        value={name}
        onValue={setName}
        autocomplete="username"
        required
      />
      <Field
        label={w.value.password}
        value={password}
        onValue={setPassword}
        type="password"
        autocomplete="current-password"
        required
      />
    </Form>
  );
};

const password_chars_min = 8;

const Register = () => {
  const [username, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const register = async () => {
    if ([...password].length < password_chars_min) throw plainFault(w.value.passwordShort);
    await app.session.register({ username, email, password });
  };
  return (
    <Form submit={w.value.register} onSubmit={register}>
      {invitation() ? <p class="lead">{w.value.invited}</p> : null}
      <Field
        label={w.value.username}
        value={username}
        onValue={setName}
        autocomplete="username"
        required
      />
      <Field
        label={w.value.email}
        value={email}
        onValue={setEmail}
        type="email"
        autocomplete="email"
        required
      />
      <Field
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

export const LanguageSwitch = () => (
  <button
    type="button"
    class="quiet"
    lang={language.value === 'zh' ? 'en' : 'zh'}
    onClick={() => chooseLanguage(language.value === 'zh' ? 'en' : 'zh')}
  >
    {language.value === 'zh' ? 'English' : '中文'}
  </button>
);

export const Welcome = () => {
  const [isNew, setNew] = useState(invitation() !== null);
  return (
    <main class="card">
      <h1 class="brand">Chat8</h1>
      <p class="lead">{w.value.tagline}</p>
      <fieldset class="tabs">
        <button type="button" aria-pressed={!isNew} onClick={() => setNew(false)}>
          {w.value.signIn}
        </button>
        <button type="button" aria-pressed={isNew} onClick={() => setNew(true)}>
          {w.value.register}
        </button>
      </fieldset>
      {isNew ? <Register /> : <SignIn />}
      <LanguageSwitch />
    </main>
  );
};
