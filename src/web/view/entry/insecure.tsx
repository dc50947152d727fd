import { useEffect, useState } from 'preact/hooks';
import { useCore } from '../ui/use-app';
import { CardPage } from './card-page';

/** Shown if the browser does not encrypt here: leads to an address where it does. */
export const Insecure = () => {
  const { t, session } = useCore();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    void session.secureAddress().then(setAddress);
  }, []);
  return (
    <CardPage>
      <h1>{t.value.entry.insecureTitle}</h1>
      <p class="lead">{t.value.entry.insecureText}</p>
      <div class="choices" role="status">
        {address ? (
          <a class="button primary" href={address}>
            {t.value.entry.openSecure}
          </a>
        ) : (
          <>
            <p class="lead">{t.value.entry.insecureAsk}</p>
            <p class="hint">{t.value.entry.insecureOperator(location.port)}</p>
          </>
        )}
      </div>
    </CardPage>
  );
};
