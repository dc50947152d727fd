import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { EntryPage } from '../entry/entry-page';
import { Insecure } from '../entry/insecure';
import { Welcome } from '../entry/welcome';
import { ConfirmDialog } from '../ui/confirm';
import { lazy } from '../ui/lazy';
import { Logo } from '../ui/logo';
import { Toasts } from '../ui/toast';
import { useApp } from '../ui/use-app';
import { Banner } from './banner';

const Locked = lazy(async () => (await import('../entry/locked')).Locked);

const Recovery = lazy(async () => (await import('../entry/recovery')).Recovery);

const Shell = lazy(async () => (await import('./shell')).Shell);

const Unreachable = () => {
  const { t, attempt, session } = useApp();
  return (
    <EntryPage>
      <h1>{t.value.shell.unreachableTitle}</h1>
      <p class="lead" role="status">
        {t.value.shell.unreachableText}
      </p>
      <button type="button" class="primary" onClick={() => attempt(() => session.start())}>
        {t.value.ui.retry}
      </button>
    </EntryPage>
  );
};

/** Appears only if starting takes a while. */
const Starting = () => {
  const { t } = useApp();
  return (
    <main class="empty delayed" aria-busy="true">
      <Logo />
      <p role="status">{t.value.ui.working}</p>
    </main>
  );
};

const again_ms = 2_000;

/** Waits for the texts of what is inside. */
const Whole = ({ children }: { children: ComponentChildren }) => {
  const { isWhole, loadWhole } = useApp();
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    loadWhole().catch(() => {
      timer = setTimeout(() => setTries(tries + 1), again_ms);
    });
    return () => clearTimeout(timer);
  }, [tries]);
  return <>{isWhole.value ? children : <Starting />}</>;
};

const Screen = () => {
  const {
    loadWhole,
    session,
    screen: { phase },
  } = useApp();
  // Loaded while the session is restored, for somebody who was signed in here before.
  const isComing = session.lastName() !== '' || phase.value !== 'starting';
  const isWanted = isComing && phase.value !== 'welcome' && phase.value !== 'insecure';
  useEffect(() => {
    if (!isWanted) return;
    for (const each of [Shell.preload(), loadWhole()]) void each.catch(() => {});
  }, [isWanted]);
  switch (phase.value) {
    case 'starting':
      return <Starting />;
    case 'insecure':
      return <Insecure />;
    case 'unreachable':
      return <Unreachable />;
    case 'welcome':
      return <Welcome />;
    case 'recovery':
      return (
        <Whole>
          <Recovery />
        </Whole>
      );
    case 'locked':
      return (
        <Whole>
          <Locked />
        </Whole>
      );
    case 'ready':
      return (
        <Whole>
          <Shell />
        </Whole>
      );
  }
};

export const Root = () => (
  <>
    <Banner />
    <Screen />
    <ConfirmDialog />
    <Toasts layer={0} />
  </>
);
