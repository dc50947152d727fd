import { Logo } from '../ui/logo';
import { copyText } from '../ui/pass-file';
import { useApp } from '../ui/use-app';
import { LIBRARIES, MIT } from './licences';

/** As the server named it in the head of the page. */
const fact = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';

const Address = ({ label, address }: { label: string; address: string }) => {
  const app = useApp();
  const { t, attempt } = app;
  const copy = () => copyText(app, address);
  return (
    <>
      <p class="hint">{label}</p>
      <p class="link">{address}</p>
      <button type="button" class="small" onClick={() => attempt(copy)}>
        {t.value.ui.copy}
      </button>
    </>
  );
};

/** The program, its address for other clients, and what it is made of. */
export const About = () => {
  const { t } = useApp();
  const texts = t.value.settings;
  return (
    <>
      <section class="about-head">
        <Logo />
        <p>
          <b>
            {t.value.ui.brand} {fact('version')}
          </b>
          <br />
          <span class="hint">{texts.build(fact('build'))}</span>
        </p>
      </section>
      <section>
        <h3>{texts.forPrograms}</h3>
        <Address label={texts.apiAddress} address={`${location.origin}/api/v1`} />
        <Address label={texts.docsAddress} address={`${location.origin}/docs`} />
      </section>
      <section>
        <h3>{texts.licences}</h3>
        <p class="hint">{texts.licencesText}</p>
        <dl class="licences">
          {LIBRARIES.map(([name, licence, owner]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {licence} · © {owner}
              </dd>
            </div>
          ))}
        </dl>
        <details>
          <summary>{texts.mitLicence}</summary>
          <p class="hint" lang="en">
            {MIT}
          </p>
        </details>
      </section>
    </>
  );
};
