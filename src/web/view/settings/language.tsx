import { Languages } from '../entry/language';

export const LanguageSettings = () => (
  <section>
    <Languages />
  </section>
);
