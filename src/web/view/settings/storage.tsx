import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { attempt, w } from '../../i18n/language';
import { app } from '../../model/app';
import { account } from '../../model/session/account';
import { sure } from '../../model/state';
import { Field } from '../ui/field';
import { Form } from '../ui/form';
import { Icon } from '../ui/icon';

const Usage = () => {
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

const Export = () => (
  <section>
    <h3>{w.value.exportAll}</h3>
    <p class="hint">{w.value.exportText}</p>
    <button type="button" onClick={() => attempt(account.exportAll)}>
      <Icon name="down" />
      {w.value.exportAll}
    </button>
  </section>
);

const Erase = () => {
  const [password, setPassword] = useState('');
  const erase = async () => {
    const isSure = await sure({
      title: w.value.erase,
      text: w.value.eraseSure,
      act: w.value.erase,
      isGrave: true,
    });
    if (isSure) await app.session.erase(password);
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
