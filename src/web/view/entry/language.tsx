import type { Language } from '../../i18n/language';
import { LANGUAGES, tagOf } from '../../i18n/language';
import { useApp, useCore } from '../ui/use-app';

const ALL = Object.keys(LANGUAGES) as Language[];

/** Switches to the other language, named in that language. */
export const LanguageSwitch = () => {
  const app = useCore();
  const { attempt, language, chooseLanguage } = app;
  return (
    <>
      {ALL.filter((name) => name !== language.value).map((name) => (
        <button
          type="button"
          class="quiet"
          key={name}
          lang={tagOf(name)}
          onClick={() => attempt(() => chooseLanguage(name))}
        >
          {LANGUAGES[name]}
        </button>
      ))}
    </>
  );
};

/** In the settings. */
export const Languages = () => {
  const app = useApp();
  const { t, attempt, language, chooseLanguage } = app;
  return (
    <fieldset class="tabs" aria-label={t.value.ui.language}>
      {ALL.map((name) => (
        <button
          type="button"
          key={name}
          lang={tagOf(name)}
          aria-pressed={language.value === name}
          onClick={() => attempt(() => chooseLanguage(name))}
        >
          {LANGUAGES[name]}
        </button>
      ))}
    </fieldset>
  );
};
