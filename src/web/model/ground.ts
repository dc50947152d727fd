// The models that both halves of the client stand on.
import { createKeys } from './keys/keys';
import { createNotices } from './keys/notices';
import { createPins } from './keys/pins';
import { createApi } from './net/api';
import type { Parts } from './parts';
import { createLinks } from './people/links';
import { createPeople } from './people/people';
import { createAccount } from './session/account';
import { createDevice } from './store/device';
import { createLocalStore } from './store/local-store';
import { createLocks } from './store/locks';
import { createOffline } from './store/offline/offline';
import { createScreen } from './ui/screen';

/** `language` as the server's answers are to have it. */
export const createGround = (parts: Parts, language: () => 'zh' | 'en') => {
  const localStore = createLocalStore(parts.localStore);
  const tabStore = createLocalStore(parts.tabStore);
  const locks = createLocks(parts.locks);
  const device = createDevice(parts.device);
  const api = createApi({ ...parts, locks, language });
  const account = createAccount(api, localStore);
  const { userId } = account;
  const screen = createScreen(localStore);
  const pins = createPins();
  const notices = createNotices();
  const nameOf = (id: number) => people.nameOf(id);
  const offline = createOffline({ ...parts, device });
  const vaultNeeds = { ...parts, api, device, locks, notices, offline, pins, nameOf, userId };
  const keys = createKeys(vaultNeeds);
  const links = createLinks({ ...parts, api, keys, userId });
  const people = createPeople({ api, links });
  const trust = { keys, notices, pins };
  const ground = { api, account, device, links, locks, people, screen, ...trust };
  return { ...parts, ...ground, language, localStore, tabStore, userId, offline };
};

export type Ground = ReturnType<typeof createGround>;
