import { isOnline, notice, phase } from '../model/state';
import { w } from '../words/words';
import { Locked } from './locked';
import { Recovery } from './recovery';
import { Shell } from './shell';
import { Welcome } from './welcome';

const Insecure = () => (
  <main class="card">
    <h1>{w.value.insecureTitle}</h1>
    <p>{w.value.insecureText}</p>
  </main>
);

const Screen = () => {
  switch (phase.value) {
    case 'starting':
      return <main class="card" aria-busy="true" aria-label={w.value.working} />;
    case 'insecure':
      return <Insecure />;
    case 'welcome':
      return <Welcome />;
    case 'recovery':
      return <Recovery />;
    case 'locked':
      return <Locked />;
    case 'ready':
      return <Shell />;
  }
};

export const Root = () => (
  <>
    {phase.value === 'ready' && !isOnline.value ? (
      <p class="banner" role="status">
        {w.value.offline}
      </p>
    ) : null}
    <Screen />
    <div class="notices" role="status" aria-live="polite">
      {notice.value ? (
        <p class={notice.value.isBad ? 'notice bad' : 'notice'}>{notice.value.text}</p>
      ) : null}
    </div>
  </>
);
