// What is stored on the server and on this device; the export; the end of the account.
import { useEffect, useState } from 'preact/hooks';
import { bytes } from '../../i18n/format';
import { takeAlong } from '../exports/start';
import { ExportStatus } from '../exports/status';
import { Form } from '../ui/form/form';
import { PasswordField } from '../ui/form/password-field';
import { Icon } from '../ui/icon';
import { saveBlob } from '../ui/save-file';
import { useApp } from '../ui/use-app';
import { UsageByPerson } from './usage';

const Usage = () => {
  const { t, attempt, account, isOnline } = useApp();
  const [space, setSpace] = useState<{ used: number; quota: number } | null>(null);
  useEffect(() => {
    if (isOnline.value) attempt(async () => setSpace(await account.storage()));
  }, [isOnline.value]);
  const waiting = isOnline.value ? t.value.ui.working : t.value.errors.reasons.network;
  const text = space
    ? t.value.settings.storageUsed(bytes(space.used), bytes(space.quota))
    : waiting;
  return (
    <section>
      <h3>{t.value.settings.storage}</h3>
      <progress
        class="meter"
        aria-label={t.value.settings.storage}
        value={space?.used ?? 0}
        max={space?.quota ?? 1}
      />
      <p>{text}</p>
      <p class="hint">{t.value.settings.storageText}</p>
    </section>
  );
};

const MOST = [10_000, 100_000, 1_000_000];

const Kept = () => {
  const { t, attempt, format, offline } = useApp();
  return (
    <section>
      <h3>{t.value.settings.keptMessages}</h3>
      <fieldset class="tabs" aria-label={t.value.settings.keptMessages}>
        {MOST.map((count) => (
          <button
            type="button"
            key={count}
            aria-pressed={offline.mostMessages.value === count}
            onClick={() => attempt(() => offline.keepMessages(count))}
          >
            {format.count(count)}
          </button>
        ))}
      </fieldset>
      <p class="hint">{t.value.settings.keptMessagesText}</p>
    </section>
  );
};

/** To read, and, for programs and for whoever wants to know it, what the server has. */
const Export = () => {
  const app = useApp();
  const { t, attempt, account, exports } = app;
  const save = async () => saveBlob(await account.exportAll(), 'chat8-export.zip');
  const isRunning = exports.state.value?.phase === 'running';
  return (
    <section>
      <h3>{t.value.exports.takeAllAlong}</h3>
      <p class="hint">{t.value.exports.text}</p>
      <button
        type="button"
        disabled={isRunning}
        onClick={() => attempt(() => takeAlong(app, null))}
      >
        <Icon name="down" />
        {t.value.exports.takeAllAlong}
      </button>
      <ExportStatus />
      <h4>{t.value.settings.exportAll}</h4>
      <p class="hint">{t.value.settings.exportText}</p>
      <button type="button" class="small" onClick={() => attempt(save)}>
        {t.value.settings.exportAll}
      </button>
    </section>
  );
};

const Erase = () => {
  const { t, session, confirm } = useApp();
  const [password, setPassword] = useState('');
  const erase = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.settings.deleteAccount,
      text: t.value.settings.deleteAccountConfirm,
      action: t.value.settings.deleteAccount,
      isDangerous: true,
    });
    if (isConfirmed) await session.erase(password);
  };
  return (
    <section>
      <h3>{t.value.settings.deleteAccount}</h3>
      <p class="hint">{t.value.settings.deleteAccountText}</p>
      <Form
        submit={t.value.settings.deleteAccount}
        kind="danger"
        about={{ wrongPassword: 'current_password' }}
        onSubmit={erase}
      >
        <PasswordField
          name="current_password"
          label={t.value.form.password}
          value={password}
          onValue={setPassword}
        />
      </Form>
    </section>
  );
};

export const Storage = () => (
  <>
    <Usage />
    <Kept />
    <UsageByPerson />
    <Export />
    <Erase />
  </>
);
