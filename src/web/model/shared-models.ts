// The models that both halves of the client stand on.
import { createKeys } from './keys/keys';
import { createNotices } from './keys/notices';
import { createPins } from './keys/pins';
import { createApi } from './net/api';
import { createLogicalClock } from './net/logical-clock';
import { createLinks } from './people/links';
import { createPeople } from './people/people';
import type { Platform } from './platform';
import { createAccount } from './session/account';
import { createDevice } from './store/device';
import { createLocalStore } from './store/local-store';
import { createLocks } from './store/locks';
import { createOffline } from './store/offline/offline';
import { createScreen } from './ui/screen';

/** `language` as the server's answers are to have it. */
export const createSharedModels = (platform: Platform, language: () => 'zh' | 'en') => {
  const localStore = createLocalStore(platform.localStore);
  const tabStore = createLocalStore(platform.tabStore);
  const locks = createLocks(platform.locks);
  const device = createDevice(platform.device);
  const api = createApi({ ...platform, locks, language });
  const account = createAccount(api, localStore);
  const { userId } = account;
  const screen = createScreen(localStore);
  const pins = createPins();
  const notices = createNotices();
  const nameOf = (id: number) => people.nameOf(id);
  const offline = createOffline({
    ...platform,
    clockOff_ms: () => screen.clockOff_ms.peek(),
    device,
    locks,
  });
  const vaultNeeds = { ...platform, api, device, locks, notices, offline, pins, nameOf, userId };
  const keys = createKeys(vaultNeeds);
  const links = createLinks({ ...platform, api, keys, userId });
  const order = createLogicalClock();
  const people = createPeople({ api, links, order, me: account.me });
  const trust = { keys, notices, pins };
  const shared = { api, account, device, links, locks, order, people, screen, ...trust };
  return { ...platform, ...shared, language, localStore, tabStore, userId, offline };
};

export type SharedModels = ReturnType<typeof createSharedModels>;
