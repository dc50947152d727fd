import { useState } from 'preact/hooks';
import { w } from '../../i18n/language';
import { Languages } from '../entry/language';
import { IconButton } from '../ui/icon';
import { chooseScheme, isDark, type Scheme, scheme } from '../ui/theme';

export const SchemeSwitch = () => {
  const [isNight, setNight] = useState(isDark());
  return (
    <IconButton
      icon={isNight ? 'sun' : 'moon'}
      label={isNight ? w.value.light : w.value.dark}
      onClick={() => {
        chooseScheme(isNight ? 'light' : 'dark');
        setNight(!isNight);
      }}
    />
  );
};

export const Look = () => {
  const [chosen, setChosen] = useState<Scheme>(scheme());
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
              aria-pressed={chosen === name}
              onClick={() => {
                chooseScheme(name);
                setChosen(name);
              }}
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
