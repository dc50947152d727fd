// How the client looks on this device.
import type { Look, LookName } from '../../model/ui/theme';
import { LOOKS } from '../../model/ui/theme';
import { useApp } from '../ui/use-app';

interface Props<Name extends LookName> {
  name: Name;
  title: string;
  /** In the order in which they stand. */
  values: readonly Look[Name][];
  words: Record<Look[Name], string>;
}

/** One of a few. */
const Tabs = <Name extends LookName>({ name, title, values, words }: Props<Name>) => {
  const { theme } = useApp();
  return (
    <section>
      <h3>{title}</h3>
      <fieldset class="tabs" aria-label={title}>
        {values.map((value) => (
          <button
            type="button"
            key={value}
            aria-pressed={theme.look.value[name] === value}
            onClick={() => theme.choose(name, value)}
          >
            {words[value]}
          </button>
        ))}
      </fieldset>
    </section>
  );
};

/** As they look. */
const Swatches = <Name extends LookName>({ name, title, values, words }: Props<Name>) => {
  const { theme } = useApp();
  return (
    <section>
      <h3>{title}</h3>
      <fieldset class="swatches" aria-label={title}>
        {values.map((value) => (
          <button
            type="button"
            key={value}
            class={`swatch ${name} ${value}`}
            title={words[value]}
            aria-label={words[value]}
            aria-pressed={theme.look.value[name] === value}
            onClick={() => theme.choose(name, value)}
          >
            <span />
          </button>
        ))}
      </fieldset>
    </section>
  );
};

export const Appearance = () => {
  const { t } = useApp();
  const texts = t.value.settings;
  const schemes = { system: texts.likeSystem, light: t.value.ui.light, dark: t.value.ui.dark };
  return (
    <>
      <Tabs name="scheme" title={texts.colours} values={LOOKS.scheme} words={schemes} />
      <Tabs
        name="text"
        title={texts.textSize}
        values={['small', 'normal', 'large', 'larger']}
        words={texts.textSizes}
      />
      <Tabs name="density" title={texts.density} values={LOOKS.density} words={texts.densities} />
      <Swatches name="accent" title={texts.accent} values={LOOKS.accent} words={texts.accents} />
      <Swatches name="ground" title={texts.ground} values={LOOKS.ground} words={texts.grounds} />
      <p class="hint">{texts.onlyHere}</p>
    </>
  );
};
