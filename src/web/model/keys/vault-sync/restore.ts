// What explains an older vault on the server: a restore that this device had not heard of. It does so
// until the newest vault is there again: a page may be closed before, and the next one finds the older.
import type { Notices } from '../notices';
import type { KeptCopy } from './kept-copy';

export const createRestore = (notices: Notices, copies: KeptCopy) => {
  let restored_at: string | undefined;
  return {
    /** The server says when it was restored. */
    async heard(at: string): Promise<void> {
      if ((await copies.restoredAt()) !== at) restored_at = at;
    },
    tellOld(): void {
      notices.tell(restored_at ? 'wentBack' : 'oldVault', restored_at);
    },
    /** Before the server is asked, or told; gives what to call once its vault is none that is older. */
    begin(): () => Promise<void> {
      const at = restored_at;
      return async () => {
        if (at === undefined || at !== restored_at) return;
        restored_at = undefined;
        await copies.keepRestoredAt(at);
      };
    },
  };
};

export type Restore = ReturnType<typeof createRestore>;
