// The whole page: which screen is shown, and what lies over all of them.
import { CardPage } from '../entry/card-page';
import { Insecure } from '../entry/insecure';
import { Welcome } from '../entry/welcome';
import { ConfirmDialog } from '../ui/confirm';
import { lazy } from '../ui/lazy';
import { Logo } from '../ui/logo';
import { Toasts } from '../ui/toast';
import { AppContext, useCore } from '../ui/use-app';
import { CommonBanner } from './banner';

const Locked = lazy(async () => (await import('../entry/locked')).Locked);

const AppLocked = lazy(async () => (await import('../entry/app-locked')).AppLocked);

const Recovery = lazy(async () => (await import('../entry/recovery')).Recovery);

const OthersWait = lazy(async () => (await import('../entry/others-wait')).OthersWait);

const Shell = lazy(async () => (await import('./signed-in')).Shell);

const ShellBanner = lazy(async () => (await import('./signed-in')).ShellBanner);

/** The frame of what is behind the sign-in. */
export const preloadShell = async (): Promise<void> => {
  await Promise.all([Shell.preload(), ShellBanner.preload()]);
};

const Unreachable = () => {
  const { t, attempt, session } = useCore();
  return (
    <CardPage>
      <h1>{t.value.shell.unreachableTitle}</h1>
      <p class="lead" role="status">
        {t.value.shell.unreachableText}
      </p>
      <button type="button" class="primary" onClick={() => attempt(() => session.start())}>
        {t.value.ui.retry}
      </button>
    </CardPage>
  );
};

/** Appears only if starting takes a while. */
const Starting = () => {
  const { t } = useCore();
  return (
    <main class="empty delayed" aria-busy="true">
      <Logo />
      <p role="status">{t.value.ui.working}</p>
    </main>
  );
};

const Screen = () => {
  const {
    signedIn,
    screen: { phase },
  } = useCore();
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
      return signedIn.value ? (
        <AppContext value={signedIn.value}>
          <Shell />
        </AppContext>
      ) : (
        <Starting />
      );
  }
};

const Banner = () => {
  const { signedIn } = useCore();
  return signedIn.value ? (
    <AppContext value={signedIn.value}>
      <ShellBanner />
    </AppContext>
  ) : (
    <CommonBanner />
  );
};

/** Behind the sign-in, and before the conversations. */
const Asked = () => {
  const { signedIn, session } = useCore();
  if (signedIn.value === null || !session.othersWait.isAsked.value) return null;
  return (
    <AppContext value={signedIn.value}>
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
