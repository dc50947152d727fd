// Another build of the client: it is kept for the next start, and this page takes it up when nobody
// looks and nothing can be lost.
import type { Platform } from '../platform';
import type { LocalStore } from '../store/local-store';

/** In this tab: a server that carries two builds by turns must not make pages reload for ever. */
const RELOADED = 'reloaded for build';
const look_again_ms = 10_000;

interface Needs extends Pick<Platform, 'build' | 'clock' | 'serviceWorkers' | 'tab'> {
  tabStore: LocalStore;
  /** Something would be lost or cut short by a reload. */
  isBusy: () => boolean;
}

export const createUpdate = (needs: Needs) => {
  const { build, clock, serviceWorkers, tab, tabStore, isBusy } = needs;
  let newer = '';
  let held = 0;

  const reloadUnseen = (): void => {
    if (newer === '') return;
    if (tab.isVisible() || held > 0 || isBusy()) {
      clock.after(look_again_ms, reloadUnseen);
      return;
    }
    tabStore.set(RELOADED, newer);
    tab.reload();
  };
  /** The page works without it, too. */
  const keep = (): void => void serviceWorkers?.register().catch(() => {});

  return {
    /** Keeps this build on the device. */
    start: keep,
    /** The server says which build it carries. */
    serverHas(current: string): void {
      const isOther = build !== '' && current !== '' && current !== build;
      if (!isOther || current === newer || tabStore.get(RELOADED) === current) return;
      const isFirst = newer === '';
      newer = current;
      keep();
      if (isFirst) clock.after(look_again_ms, reloadUnseen);
    },
    isHeld: (): boolean => held > 0,
    /** No reload until the returned function is called: a recording, a call. */
    hold(): () => void {
      held += 1;
      let isHeld = true;
      return () => {
        if (isHeld) held -= 1;
        isHeld = false;
      };
    },
  };
};

export type Update = ReturnType<typeof createUpdate>;
