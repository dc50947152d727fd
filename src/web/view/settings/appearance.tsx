import { Languages } from '../entry/language';
import { IconButton } from '../ui/icon';
import { isDark } from '../ui/theme';
import { useApp } from '../ui/use-app';

export const SchemeSwitch = () => {
  const app = useApp();
  const { w, theme } = app;
  const isNight = isDark(app);
  return (
    <IconButton
      icon={isNight ? 'sun' : 'moon'}
      label={isNight ? w.value.light : w.value.dark}
      onClick={() => theme.chooseScheme(isNight ? 'light' : 'dark')}
    />
  );
};

export const Appearance = () => {
  const { w, theme } = useApp();
  const SCHEMES = [
    ['system', w.value.system],
    ['light', w.value.light],
    ['dark', w.value.dark],
  ] as const;
  return (
    <>
      <section>
        <h3>{w.value.schemeTitle}</h3>
        <fieldset class="tabs" aria-label={w.value.schemeTitle}>
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
        <h3>{w.value.languageTitle}</h3>
        <Languages />
      </section>
      <p class="hint">{w.value.lookHint}</p>
    </>
  );
};
