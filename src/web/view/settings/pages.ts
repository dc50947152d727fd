// The pages of the settings, in their groups; what each has now stands beside its name.
import { LANGUAGES } from '../../i18n/language';
import type { SettingsPage } from '../../model/ui/panel';
import { Notifications } from '../notifications/notifications';
import type { IconName } from '../ui/icon';
import type { Client } from '../ui/use-app';
import { About } from './about';
import { Appearance } from './appearance';
import { Blocked } from './blocked';
import { Calls } from './calls';
import { Devices } from './devices';
import { Encryption } from './encryption';
import { LanguageSettings } from './language';
import { Lock } from './lock';
import { PrivacySettings } from './privacy';
import { Profile } from './profile';
import { Security } from './security';
import { Shortcuts } from './shortcuts';
import { Storage } from './storage';

export const PAGES: Record<SettingsPage, [IconName, () => preact.JSX.Element]> = {
  profile: ['person', Profile],
  appearance: ['sun', Appearance],
  language: ['globe', LanguageSettings],
  notifications: ['bell', Notifications],
  calls: ['phone', Calls],
  privacy: ['eye', PrivacySettings],
  lock: ['lock', Lock],
  security: ['key', Security],
  devices: ['laptop', Devices],
  blocked: ['ban', Blocked],
  storage: ['box', Storage],
  shortcuts: ['keyboard', Shortcuts],
  encryption: ['shield', Encryption],
  about: ['info', About],
};

/** A line stands between them; one's own face is above them all. */
export const GROUPS: SettingsPage[][] = [
  ['profile', 'appearance', 'language', 'notifications', 'calls'],
  ['privacy', 'lock', 'security', 'devices', 'blocked', 'encryption'],
  ['storage', 'shortcuts', 'about'],
];

/** '' where there is nothing to say in a word or two. */
export const presentValue = (app: Client, page: SettingsPage): string => {
  const { t, theme, push, account, appLock, callSettings, people } = app;
  const { settings, ui } = t.value;
  const SCHEMES = { system: settings.likeSystem, light: ui.light, dark: ui.dark };
  switch (page) {
    case 'appearance':
      return SCHEMES[theme.look.value.scheme];
    case 'language':
      return LANGUAGES[app.language.value];
    case 'notifications':
      if (push.settings.value === null) return '';
      return push.own() ? settings.on : settings.off;
    case 'calls':
      return callSettings.hidesAddress() ? settings.addressHidden : '';
    case 'privacy':
      return Object.values(account.me.value?.privacy ?? {}).every(Boolean) ? '' : settings.limited;
    case 'lock':
      return appLock.settings.value ? settings.on : settings.off;
    case 'blocked':
      return people.blocks.list()?.length ? `${people.blocks.list()?.length}` : '';
    default:
      return '';
  }
};
