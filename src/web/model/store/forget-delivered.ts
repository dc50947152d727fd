// Which messages reached their receivers, as this device remembers it, is forgotten with all that it names.
import type { LocalStore } from './local-store';
import { deliveredPrefix } from './names';

export const forgetDelivered = (localStore: LocalStore, user_id: number): void => {
  const own = deliveredPrefix(user_id);
  for (const name of localStore.names()) if (name.startsWith(own)) localStore.remove(name);
};
