import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Icon } from '../ui/icon';
import { saveBlob } from '../ui/save-file';
import { useApp } from '../ui/use-app';

const Usage = () => {
  const { w, attempt, account } = useApp();
  const [space, setSpace] = useState<{ used: number; quota: number } | null>(null);
  useEffect(() => attempt(async () => setSpace(await account.storage())), []);
  const text = space ? w.value.used(bytes(space.used), bytes(space.quota)) : w.value.working;
  return (
    <section>
      <h3>{w.value.storage}</h3>
      <progress
        class="meter"
        aria-label={w.value.storage}
        value={space?.used ?? 0}
        max={space?.quota ?? 1}
      />
      <p>{text}</p>
      <p class="hint">{w.value.storageText}</p>
    </section>
  );
};

const Export = () => {
  const { w, attempt, account } = useApp();
  const save = async () => saveBlob(await account.exportAll(), 'chat8-export.zip');
  return (
    <section>
      <h3>{w.value.exportAll}</h3>
      <p class="hint">{w.value.exportText}</p>
      <button type="button" onClick={() => attempt(save)}>
        <Icon name="down" />
        {w.value.exportAll}
      </button>
    </section>
  );
};

const Erase = () => {
  const {
    w,
    session,
    confirm: { sure },
  } = useApp();
  const [password, setPassword] = useState('');
  const erase = async () => {
    const isSure = await sure({
      title: w.value.erase,
      text: w.value.eraseSure,
      act: w.value.erase,
      isGrave: true,
    });
    if (isSure) await session.erase(password);
  };
  return (
    <section>
      <h3>{w.value.erase}</h3>
      <p class="hint">{w.value.eraseText}</p>
      <Form
        submit={w.value.erase}
        kind="danger"
        about={{ AUTH_003: 'current_password' }}
        onSubmit={erase}
      >
        <Field
          name="current_password"
          label={w.value.password}
          value={password}
          onValue={setPassword}
          type="password"
          autocomplete="current-password"
          required
        />
      </Form>
    </section>
  );
};

export const Storage = () => (
  <>
    <Usage />
    <Export />
    <Erase />
  </>
);
