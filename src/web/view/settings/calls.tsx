// Calls: whether the other one learns this device's address, and the check of the line.
import { Doctor } from '../doctor/doctor';
import { useApp } from '../ui/use-app';

/** Whether the other one of a call learns where this device is. */
const Address = () => {
  const { t, callSettings } = useApp();
  const texts = t.value.settings;
  const isHidden = callSettings.hidesAddress();
  return (
    <section>
      <h3>{texts.callAddress}</h3>
      <fieldset class="tabs" aria-label={texts.callAddress}>
        {[false, true].map((hide) => (
          <button
            type="button"
            key={String(hide)}
            aria-pressed={isHidden === hide}
            onClick={() => callSettings.hideAddress(hide)}
          >
            {hide ? texts.hideAddress : texts.showAddress}
          </button>
        ))}
      </fieldset>
      <p class="hint">{isHidden ? texts.hideAddressHint : texts.showAddressHint}</p>
    </section>
  );
};

export const Calls = () => {
  const { t } = useApp();
  return (
    <>
      <Address />
      <section>
        <h3>{t.value.doctor.title}</h3>
        <Doctor opened={null} />
      </section>
    </>
  );
};
