import { useEffect, useState } from 'preact/hooks';
import { account, type Device } from '../model/account';
import { app } from '../model/app';
import type { Block } from '../model/people';
import { me, say } from '../model/state';
import { deviceName } from '../words/device';
import { bytes, shortTime } from '../words/time';
import { attempt, w } from '../words/words';
import { Avatar } from './avatar';
import { Dialog } from './dialog';
import { Field } from './field';
import { Form, plainFault } from './form';
import { CodeShown } from './recovery';
import { chooseScheme, type Scheme, scheme } from './scheme';
import { LanguageSwitch } from './welcome';

const Profile = () => {
  const [username, setName] = useState(me.value?.username ?? '');
  const save = async () => {
    await account.rename(username);
    say(w.value.saved);
  };
  const picture = (files: FileList | null) => {
    const file = files?.[0];
    if (file) attempt(() => account.setAvatar(file));
  };
  const STATUSES = [
    ['online', w.value.online],
    ['away', w.value.away],
    ['offline', w.value.invisible],
  ] as const;
  return (
    <section>
      <h3>{w.value.profile}</h3>
      <div class="actions">
        {me.value ? <Avatar person={me.value} /> : null}
        <label class="button">
          {w.value.avatar}
          <input
            type="file"
            accept="image/png,image/jpeg,image/webp,image/gif"
            class="unseen"
            onChange={(event) => picture(event.currentTarget.files)}
          />
        </label>
      </div>
      <Form submit={w.value.save} onSubmit={save}>
        <Field label={w.value.username} value={username} onValue={setName} required />
      </Form>
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
    </section>
  );
};

const Password = () => {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [code, setCode] = useState('');
  const change = async () => {
    if ([...next].length < 8) throw plainFault(w.value.passwordShort);
    await app.session.changePassword(current, next);
    setCurrent('');
    setNext('');
    say(w.value.saved);
  };
  return (
    <section>
      <h3>{w.value.changePassword}</h3>
      <Form submit={w.value.changePassword} onSubmit={change}>
        <Field
          label={w.value.currentPassword}
          value={current}
          onValue={setCurrent}
          type="password"
          autocomplete="current-password"
          required
        />
        <Field
          label={w.value.newPassword}
          value={next}
          onValue={setNext}
          type="password"
          autocomplete="new-password"
          required
        />
      </Form>
      <button
        type="button"
        onClick={() => attempt(async () => setCode(await app.session.newRecovery()))}
      >
        {w.value.newRecovery}
      </button>
      {code ? <CodeShown code={code} /> : null}
    </section>
  );
};

const Devices = () => {
  const [devices, setDevices] = useState<Device[]>([]);
  const load = async () => setDevices(await account.devices());
  useEffect(() => attempt(load), []);
  const end = (id: number) => async () => {
    await account.endDevice(id);
    await load();
  };
  return (
    <section>
      <h3>{w.value.sessions}</h3>
      <ul class="list">
        {devices.map((device) => (
          <li class="request" key={device.id}>
            <span class="row-text">
              <span class="row-name">{deviceName(device.user_agent)}</span>
              <span class="row-line">
                {device.current ? w.value.thisDevice : shortTime(device.last_used_at)}
              </span>
            </span>
            {device.current ? null : (
              <button type="button" class="small" onClick={() => attempt(end(device.id))}>
                {w.value.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

const Blocked = () => {
  const [blocks, setBlocks] = useState<Block[]>([]);
  const load = async () => setBlocks(await app.people.blocks());
  useEffect(() => attempt(load), []);
  const unblock = (id: number) => async () => {
    await app.people.unblock(id);
    await load();
  };
  if (blocks.length === 0) return null;
  return (
    <section>
      <h3>{w.value.blocked}</h3>
      <ul class="list">
        {blocks.map(({ user }) => (
          <li class="request" key={user.id}>
            <Avatar person={user} />
            <span class="row-text">{user.username}</span>
            <button type="button" class="small" onClick={() => attempt(unblock(user.id))}>
              {w.value.unblock}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Look = () => {
  const [chosen, setChosen] = useState<Scheme>(scheme());
  const SCHEMES = [
    ['system', w.value.system],
    ['light', w.value.light],
    ['dark', w.value.dark],
  ] as const;
  return (
    <section>
      <h3>{w.value.appearance}</h3>
      <fieldset class="tabs" aria-label={w.value.appearance}>
        {SCHEMES.map(([name, label]) => (
          <button
            type="button"
            key={name}
            aria-pressed={chosen === name}
            onClick={() => {
              chooseScheme(name);
              setChosen(name);
            }}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <LanguageSwitch />
    </section>
  );
};

const Leaving = () => {
  const [storage, setStorage] = useState('');
  const [password, setPassword] = useState('');
  useEffect(
    () =>
      attempt(async () => {
        const { used, quota } = await account.storage();
        setStorage(w.value.used(bytes(used), bytes(quota)));
      }),
    [],
  );
  return (
    <section>
      <h3>{w.value.storage}</h3>
      <p>{storage}</p>
      <div class="actions">
        <button type="button" onClick={() => attempt(account.exportAll)}>
          {w.value.exportAll}
        </button>
        <button type="button" onClick={() => attempt(() => app.session.logout())}>
          {w.value.signOut}
        </button>
      </div>
      <details>
        <summary>{w.value.erase}</summary>
        <p>{w.value.eraseText}</p>
        <Form submit={w.value.erase} onSubmit={() => app.session.erase(password)}>
          <Field
            label={w.value.password}
            value={password}
            onValue={setPassword}
            type="password"
            autocomplete="current-password"
            required
          />
        </Form>
      </details>
    </section>
  );
};

export const Settings = ({ onClose }: { onClose: () => void }) => (
  <Dialog title={w.value.settings} onClose={onClose}>
    <Profile />
    <Look />
    <Password />
    <Devices />
    <Blocked />
    <Leaving />
  </Dialog>
);
