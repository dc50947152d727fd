import { useEffect, useState } from 'preact/hooks';
import { useEntry } from '../ui/use-app';
import { EntryPage } from './entry-page';

/** Shown if the browser does not encrypt here: leads to an address where it does. */
export const Insecure = () => {
  const { t, session } = useEntry();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    void session.secureAddress().then(setAddress);
  }, []);
  return (
    <EntryPage>
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
    </EntryPage>
  );
};
