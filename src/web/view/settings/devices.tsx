// The devices that are signed in, and signing them out.
import { useEffect, useState } from 'preact/hooks';
import type { Sessions } from '../../../features/auth/model';
import { deviceName } from '../../i18n/device-name';
import { ChangeKeyNote } from '../trust/change-key';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

export const Devices = () => {
  const app = useApp();
  const {
    t,
    attempt,
    session,
    format: { shortTime },
    confirm,
  } = app;
  const [devices, setDevices] = useState<Sessions>([]);
  const [isEnded, setEnded] = useState(false);
  const load = async () => setDevices(await session.devices());
  useEffect(() => attempt(load), []);
  const others = devices.filter(({ current }) => !current);
  const end = (ids: number[]) => async () => {
    for (const id of ids) await session.endDevice(id);
    setEnded(true);
    await load();
  };
  const endAll = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.settings.endOthers,
      text: t.value.settings.endOthersText,
      action: t.value.settings.endOthers,
      isDangerous: true,
    });
    if (isConfirmed) await end(others.map(({ id }) => id))();
  };
  return (
    <section>
      <h3 class="only-wide">{t.value.settings.pages.devices}</h3>
      <p class="hint">{t.value.settings.devicesText}</p>
      <ul class="list">
        {devices.map(({ id, user_agent, current, created_at, last_used_at }) => (
          <li class="request" key={id}>
            <Icon name="laptop" />
            <span class="row-text">
              <span class="row-name">{deviceName(user_agent)}</span>
              <span class="row-line">
                {current
                  ? t.value.settings.thisDevice
                  : t.value.settings.lastUsed(shortTime(last_used_at))}
                {' · '}
                {t.value.settings.signedInAt(shortTime(created_at))}
              </span>
            </span>
            {current ? null : (
              <button type="button" class="small" onClick={() => attempt(end([id]))}>
                {t.value.settings.endSession}
              </button>
            )}
          </li>
        ))}
      </ul>
      {isEnded ? <ChangeKeyNote onDone={() => setEnded(false)} /> : null}
      {others.length > 1 ? (
        <button type="button" class="danger" onClick={() => attempt(endAll)}>
          {t.value.settings.endOthers}
        </button>
      ) : null}
    </section>
  );
};
