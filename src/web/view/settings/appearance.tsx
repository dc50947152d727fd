import { Languages } from '../entry/language';
import { useApp } from '../ui/use-app';

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
