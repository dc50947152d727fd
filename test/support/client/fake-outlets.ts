// What leads out of the page in a browser that has none of it: no passkeys, and nothing to save to.
import type { Platform } from '../../../src/web/model/platform';

export const fakeOutlets = (): Pick<Platform, 'openSaving' | 'passkeys'> => ({
  passkeys: {
    isAvailable: async () => false,
    make: async () => null,
    ask: async () => {
      throw new DOMException('nobody is here', 'NotAllowedError');
    },
  },
  openSaving: async () => {
    throw new DOMException('this browser saves nothing', 'AbortError');
  },
});
