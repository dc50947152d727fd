import { useEffect, useState } from 'preact/hooks';
import { Page } from '../ui/page';
import { useApp } from '../ui/use-app';

/** Where the browser does not encrypt: what can work from here, and nothing else. */
export const Insecure = () => {
  const { w, session } = useApp();
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    void session.secureAddress().then(setAddress);
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
