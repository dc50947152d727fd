import type { Language } from '../../i18n/language';
import { CATALOGUES, chooseLanguage, language, tagOf, w } from '../../i18n/language';

const ALL = Object.keys(CATALOGUES) as Language[];

/** The other language, in its own words. */
export const LanguageSwitch = () => (
  <>
    {ALL.filter((name) => name !== language.value).map((name) => (
      <button
        type="button"
        class="quiet"
        key={name}
        lang={tagOf(name)}
        onClick={() => chooseLanguage(name)}
      >
        {CATALOGUES[name].language}
      </button>
    ))}
  </>
);

export const Languages = () => (
  <fieldset class="tabs" aria-label={w.value.languageTitle}>
    {ALL.map((name) => (
      <button
        type="button"
        key={name}
        lang={tagOf(name)}
        aria-pressed={language.value === name}
        onClick={() => chooseLanguage(name)}
      >
        {CATALOGUES[name].language}
      </button>
    ))}
  </fieldset>
);
