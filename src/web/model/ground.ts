// The models that messages, people and sessions stand on.
import { createKeys } from './keys/keys';
import { createNotices } from './keys/notices';
import { createPins } from './keys/pins';
import { createSealer } from './keys/sealer';
import { createApi } from './net/api';
import type { Parts } from './parts';
import { createLinks } from './people/links';
import { createPeople } from './people/people';
import { createAccount } from './session/account';
import { createDevice } from './store/device';
import { createLocalStore } from './store/local-store';
import { createLocks } from './store/locks';
import { createOffline } from './store/offline/offline';
import { createUnsentStore } from './store/unsent-store';
import { createScreen } from './ui/screen';

/** The models below messages, session and people. */
export const createGround = (parts: Parts, language: () => string) => {
  const localStore = createLocalStore(parts.localStore);
  const locks = createLocks(parts.locks);
  const device = createDevice(parts.device);
  const unsentStore = createUnsentStore(parts);
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
  const sealer = createSealer(parts.engine, keys, userId);
  const links = createLinks({ ...parts, api, keys, userId });
  const people = createPeople({ api, links });
  const trust = { keys, notices, pins, sealer };
  const ground = { api, account, device, links, locks, people, screen, localStore, ...trust };
  return { ...parts, ...ground, userId, unsentStore, offline };
};

export type Ground = ReturnType<typeof createGround>;
