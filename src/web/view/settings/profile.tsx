import { useState } from 'preact/hooks';
import { Avatar } from '../ui/avatar';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { useApp } from '../ui/use-app';
import { Crop } from './crop';

const Portrait = () => {
  const {
    w,
    attempt,
    account,
    toast: { say },
    account: { me },
  } = useApp();
  const [file, setFile] = useState<File | null>(null);
  const own = me.value;
  if (own === null) return null;
  const clear = async () => {
    await account.clearAvatar();
    say(w.value.saved);
  };
  return (
    <section>
      <div class="portrait">
        <Avatar person={own} kind="large" />
        <div class="actions">
          <label class="button">
            {w.value.avatar}
            <input
              type="file"
              accept="image/png,image/jpeg,image/webp,image/gif"
              class="unseen"
              onChange={(event) => {
                setFile(event.currentTarget.files?.[0] ?? null);
                event.currentTarget.value = '';
              }}
            />
          </label>
          {own.avatar ? (
            <button type="button" class="quiet" onClick={() => attempt(clear)}>
              {w.value.clearAvatar}
            </button>
          ) : null}
        </div>
      </div>
      {file ? <Crop file={file} onClose={() => setFile(null)} /> : null}
    </section>
  );
};

const Status = () => {
  const {
    w,
    attempt,
    account,
    account: { me },
  } = useApp();
  const STATUSES = [
    ['online', w.value.online],
    ['away', w.value.away],
    ['offline', w.value.invisible],
  ] as const;
  return (
    <section>
      <h3>{w.value.status}</h3>
      <fieldset class="tabs" aria-label={w.value.status}>
        {STATUSES.map(([status, label]) => (
          <button
            type="button"
            key={status}
            aria-pressed={me.value?.status === status}
            onClick={() => attempt(() => account.setStatus(status))}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <p class="hint">{w.value.statusHint}</p>
    </section>
  );
};

const Names = () => {
  const {
    w,
    account,
    toast: { say },
    account: { me },
  } = useApp();
  const [username, setName] = useState(me.value?.username ?? '');
  const [email, setEmail] = useState(me.value?.email ?? '');
  const save = async () => {
    await account.rename({ username, email });
    say(w.value.saved);
  };
  return (
    <section>
      <Form submit={w.value.save} onSubmit={save}>
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
          required
        />
      </Form>
    </section>
  );
};

export const Profile = () => (
  <>
    <Portrait />
    <Status />
    <Names />
  </>
);
