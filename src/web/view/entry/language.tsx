import type { Language } from '../../i18n/language';
import { CATALOGUES, tagOf } from '../../i18n/language';
import { useApp } from '../ui/use-app';

const ALL = Object.keys(CATALOGUES) as Language[];

/** Switches to the other language, named in that language. */
export const LanguageSwitch = () => {
  const app = useApp();
  const { language, chooseLanguage } = app;
  return (
    <>
      {ALL.filter((name) => name !== language.value).map((name) => (
        <button
          type="button"
          class="quiet"
          key={name}
          lang={tagOf(name)}
          onClick={() => chooseLanguage(name)}
        >
          {CATALOGUES[name].ui.languageName}
        </button>
      ))}
    </>
  );
};

export const Languages = () => {
  const app = useApp();
  const { t, language, chooseLanguage } = app;
  return (
    <fieldset class="tabs" aria-label={t.value.ui.language}>
      {ALL.map((name) => (
        <button
          type="button"
          key={name}
          lang={tagOf(name)}
          aria-pressed={language.value === name}
          onClick={() => chooseLanguage(name)}
        >
          {CATALOGUES[name].ui.languageName}
        </button>
      ))}
    </fieldset>
  );
};
