// One's own picture, status and names.
import { useState } from 'preact/hooks';
import { displayNameMistakes } from '../../i18n/display-name-check';
import { namesMistakes } from '../../i18n/form-checks';
import { NameFields } from '../entry/name-fields';
import { Avatar } from '../ui/avatar';
import { Field } from '../ui/form/field';
import { Form } from '../ui/form/form';
import { useApp } from '../ui/use-app';
import { Crop } from './crop';

const Portrait = () => {
  const {
    t,
    attempt,
    account,
    toast,
    account: { me },
  } = useApp();
  const [file, setFile] = useState<File | null>(null);
  const own = me.value;
  if (own === null) return null;
  const close = () => setFile((now) => (now === file ? null : now));
  const clear = async () => {
    await account.clearAvatar();
    toast.show(t.value.ui.saved);
  };
  return (
    <section>
      <div class="avatar-editor">
        <Avatar person={own} kind="large" />
        <div class="actions">
          <label class="button">
            {t.value.settings.changePicture}
            <input
              type="file"
              accept="image/png,image/jpeg,image/webp,image/gif"
              class="visually-hidden"
              onChange={(event) => {
                setFile(event.currentTarget.files?.[0] ?? null);
                event.currentTarget.value = '';
              }}
            />
          </label>
          {own.avatar ? (
            <button type="button" class="quiet" onClick={() => attempt(clear)}>
              {t.value.settings.removePicture}
            </button>
          ) : null}
        </div>
      </div>
      {file ? <Crop file={file} onClose={close} /> : null}
    </section>
  );
};

const Status = () => {
  const {
    t,
    attempt,
    account,
    account: { me },
  } = useApp();
  const STATUSES = [
    ['online', t.value.people.online],
    ['away', t.value.people.away],
    ['offline', t.value.people.invisible],
  ] as const;
  return (
    <section>
      <h3>{t.value.settings.status}</h3>
      <fieldset class="tabs" aria-label={t.value.settings.status}>
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
      <p class="hint">{t.value.settings.statusHint}</p>
    </section>
  );
};

const Names = () => {
  const {
    t,
    account,
    toast,
    account: { me },
  } = useApp();
  const [before, setBefore] = useState({
    display_name: me.value?.display_name ?? '',
    username: me.value?.username ?? '',
    email: me.value?.email ?? '',
  });
  const [display_name, setDisplayName] = useState(before.display_name);
  const [username, setName] = useState(before.username);
  const [email, setEmail] = useState(before.email);
  const check = () => ({
    ...displayNameMistakes(display_name),
    ...namesMistakes({ username, email }, me.value),
  });
  const save = async () => {
    const typed = { display_name, username, email };
    await account.rename(typed, before);
    setBefore(typed);
    toast.show(t.value.ui.saved);
  };
  return (
    <section>
      <Form submit={t.value.ui.save} check={check} onSubmit={save}>
        <Field
          name="display_name"
          label={t.value.form.displayName}
          value={display_name}
          onValue={setDisplayName}
          autocomplete="nickname"
          hint={t.value.form.displayNameHint}
        />
        <NameFields username={username} onUsername={setName} email={email} onEmail={setEmail} />
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
