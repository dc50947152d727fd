// The language of the client, as a page of the settings.
import { Languages } from '../entry/language';

export const LanguageSettings = () => (
  <section>
    <Languages />
  </section>
);
