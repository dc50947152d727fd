// The whole page: which screen is shown, and what lies over all of them.
import { EntryPage } from '../entry/entry-page';
import { Insecure } from '../entry/insecure';
import { Welcome } from '../entry/welcome';
import { ConfirmDialog } from '../ui/confirm';
import { lazy } from '../ui/lazy';
import { Logo } from '../ui/logo';
import { Toasts } from '../ui/toast';
import { AppContext, useEntry } from '../ui/use-app';
import { EntryBanner } from './banner';

const Locked = lazy(async () => (await import('../entry/locked')).Locked);

const AppLocked = lazy(async () => (await import('../entry/app-locked')).AppLocked);

const Recovery = lazy(async () => (await import('../entry/recovery')).Recovery);

const OthersWait = lazy(async () => (await import('../entry/others-wait')).OthersWait);

const Shell = lazy(async () => (await import('./inside')).Shell);

const ShellBanner = lazy(async () => (await import('./inside')).ShellBanner);

/** The frame of what is behind the sign-in. */
export const preloadShell = async (): Promise<void> => {
  await Promise.all([Shell.preload(), ShellBanner.preload()]);
};

const Unreachable = () => {
  const { t, attempt, session } = useEntry();
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
  const { t } = useEntry();
  return (
    <main class="empty delayed" aria-busy="true">
      <Logo />
      <p role="status">{t.value.ui.working}</p>
    </main>
  );
};

const Screen = () => {
  const {
    inside,
    screen: { phase },
  } = useEntry();
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
      return <Recovery />;
    case 'locked':
      return <Locked />;
    case 'appLocked':
      return <AppLocked />;
    case 'ready':
      return inside.value ? (
        <AppContext value={inside.value}>
          <Shell />
        </AppContext>
      ) : (
        <Starting />
      );
  }
};

const Banner = () => {
  const { inside } = useEntry();
  return inside.value ? (
    <AppContext value={inside.value}>
      <ShellBanner />
    </AppContext>
  ) : (
    <EntryBanner />
  );
};

/** Behind the sign-in, and before the conversations. */
const Asked = () => {
  const { inside, session } = useEntry();
  if (inside.value === null || !session.othersWait.isAsked.value) return null;
  return (
    <AppContext value={inside.value}>
      <OthersWait />
    </AppContext>
  );
};

export const Root = () => (
  <>
    <Banner />
    <Screen />
    <Asked />
    <ConfirmDialog />
    <Toasts layer={0} />
  </>
);
