import { Languages } from '../entry/language';
import { IconButton } from '../ui/icon';
import { isDark } from '../ui/theme';
import { useApp } from '../ui/use-app';

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

export const Appearance = () => {
  const { t, theme } = useApp();
  const SCHEMES = [
    ['system', t.value.settings.likeSystem],
    ['light', t.value.ui.light],
    ['dark', t.value.ui.dark],
  ] as const;
  return (
    <>
      <section>
        <h3>{t.value.settings.colours}</h3>
        <fieldset class="tabs" aria-label={t.value.settings.colours}>
          {SCHEMES.map(([name, label]) => (
            <button
              type="button"
              key={name}
              aria-pressed={theme.scheme.value === name}
              onClick={() => theme.chooseScheme(name)}
            >
              {label}
            </button>
          ))}
        </fieldset>
      </section>
      <section>
        <h3>{t.value.ui.language}</h3>
        <Languages />
      </section>
      <p class="hint">{t.value.settings.textSizeHint}</p>
    </>
  );
};
