import { Icon } from '../ui/icon';
import { useApp } from '../ui/use-app';

/** What the encryption protects, and what it doesn't. */
export const Encryption = () => {
  const { t } = useApp();
  return (
    <>
      <section>
        <h3>{t.value.settings.protects}</h3>
        <ul class="promises">
          {t.value.settings.protectsList.map((text) => (
            <li key={text}>
              <Icon name="check" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t.value.settings.doesNotProtect}</h3>
        <ul class="promises not">
          {t.value.settings.doesNotProtectList.map((text) => (
            <li key={text}>
              <Icon name="close" />
              <span>{text}</span>
            </li>
          ))}
        </ul>
      </section>
      <p class="hint">{t.value.settings.noPreviews}</p>
    </>
  );
};
