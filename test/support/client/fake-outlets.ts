// What leads out of the page in a browser that has none of it: no passkeys, nothing to save to, and no
// canvas, so that files go as they are.
import type { Platform } from '../../../src/web/model/platform';

export const fakeOutlets = (): Pick<Platform, 'loadPrepareFile' | 'openSaving' | 'passkeys'> => ({
  loadPrepareFile: async () => async (file) => ({ file, measures: {}, hasMetadata: false }),
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
