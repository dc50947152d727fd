import { useState } from 'preact/hooks';
import { Notifications } from '../notifications/notifications';
import { Dialog } from '../ui/dialog';
import type { IconName } from '../ui/icon';
import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';
import { About } from './about';
import { Appearance } from './appearance';
import { Blocked } from './blocked';
import { Calls } from './calls';
import { Devices } from './devices';
import { PrivacySettings } from './privacy';
import { Profile } from './profile';
import { Security } from './security';
import { Storage } from './storage';

export type PageName =
  | 'profile'
  | 'notifications'
  | 'calls'
  | 'appearance'
  | 'privacy'
  | 'security'
  | 'devices'
  | 'blocked'
  | 'storage'
  | 'about';

const PAGES: Record<PageName, [IconName, () => preact.JSX.Element]> = {
  profile: ['person', Profile],
  notifications: ['bell', Notifications],
  calls: ['phone', Calls],
  appearance: ['sun', Appearance],
  privacy: ['eye', PrivacySettings],
  security: ['key', Security],
  devices: ['laptop', Devices],
  blocked: ['ban', Blocked],
  storage: ['box', Storage],
  about: ['lock', About],
};
const NAMES = Object.keys(PAGES) as PageName[];

const isNarrow = () => matchMedia('(max-width: 46rem)').matches;

interface Props {
  page: PageName | null;
  onClose: () => void;
}

/** The list of pages beside the chosen page; one at a time on a phone. */
export const Settings = ({ page, onClose }: Props) => {
  const app = useApp();
  const { t, attempt, session, confirm } = app;
  const [shown, setShown] = useState<PageName | null>(page ?? (isNarrow() ? null : 'profile'));
  const signOut = async () => {
    const isConfirmed = await confirm.ask({
      title: t.value.entry.signOut,
      text: t.value.settings.signOutText,
      action: t.value.entry.signOut,
      isDangerous: false,
    });
    if (isConfirmed) await session.logout();
  };
  const Shown = shown ? PAGES[shown][1] : null;
  return (
    <Dialog
      title={t.value.settings.title}
      kind="wide"
      hasPanes
      onClose={onClose}
      onBack={shown ? () => setShown(null) : undefined}
    >
      <div class="settings" data-page={shown ?? 'none'}>
        <nav class="settings-list" aria-label={t.value.settings.title}>
          {NAMES.map((name) => (
            <button
              type="button"
              key={name}
              aria-current={shown === name}
              onClick={() => setShown(name)}
            >
              <Icon name={PAGES[name][0]} />
              {t.value.settings.pages[name]}
            </button>
          ))}
          <button type="button" class="danger last" onClick={() => attempt(signOut)}>
            <Icon name="leave" />
            {t.value.entry.signOut}
          </button>
        </nav>
        <section
          class="settings-page"
          key={shown}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
          tabIndex={0}
          aria-label={t.value.settings.pages[shown ?? 'profile']}
        >
          {Shown ? <Shown /> : null}
        </section>
      </div>
    </Dialog>
  );
};
