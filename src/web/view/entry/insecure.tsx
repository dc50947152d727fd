import { useEffect, useState } from 'preact/hooks';
import { w } from '../../i18n/language';
import { app } from '../../model/app';
import { Page } from '../ui/page';

/** Where the browser does not encrypt: what can work from here, and nothing else. */
export const Insecure = () => {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    void app.session.secureAddress().then(setAddress);
  }, []);
  return (
    <Page>
      <h1>{w.value.insecureTitle}</h1>
      <p class="lead">{w.value.insecureText}</p>
      <div class="ways" role="status">
        {address ? (
          <a class="button primary" href={address}>
            {w.value.openSecure}
          </a>
        ) : (
          <>
            <p class="lead">{w.value.insecureAsk}</p>
            <p class="hint">{w.value.insecureOperator(location.port)}</p>
          </>
        )}
      </div>
    </Page>
  );
};
