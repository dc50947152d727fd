// Switches between light and dark.
import { useLayoutEffect, useState } from 'preact/hooks';
import { IconButton } from './icon';
import { useCore } from './use-app';

/** The system may change it at any time, in the evening for instance. */
const useSystemIsDark = (): boolean => {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [isDark, setDark] = useState(query.matches);
  useLayoutEffect(() => {
    const change = () => setDark(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  return isDark;
};

export const SchemeSwitch = () => {
  const { t, theme } = useCore();
  const systemIsDark = useSystemIsDark();
  const { scheme } = theme.look.value;
  const isNight = scheme === 'system' ? systemIsDark : scheme === 'dark';
  return (
    <IconButton
      icon={isNight ? 'sun' : 'moon'}
      label={isNight ? t.value.ui.light : t.value.ui.dark}
      onClick={() => theme.choose('scheme', isNight ? 'light' : 'dark')}
    />
  );
};
