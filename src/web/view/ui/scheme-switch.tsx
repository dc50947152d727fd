import { IconButton } from './icon';
import type { Client } from './use-app';
import { useApp } from './use-app';

/** The current scheme, chosen here or by the system. */
const isDark = ({ theme }: Client): boolean =>
  theme.scheme.value === 'dark' ||
  (theme.scheme.value === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);

export const SchemeSwitch = () => {
  const app = useApp();
  const { t, theme } = app;
  const isNight = isDark(app);
  return (
    <IconButton
      icon={isNight ? 'sun' : 'moon'}
      label={isNight ? t.value.ui.light : t.value.ui.dark}
      onClick={() => theme.chooseScheme(isNight ? 'light' : 'dark')}
    />
  );
};
