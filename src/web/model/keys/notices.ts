// What is to be said of the vault: lines above everything that stay until someone has read them.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';

export type NoticeKind =
  /** The server gave a vault older than the one that this device knew. */
  | 'oldVault'
  /** The same after a restore, of which it told. */
  | 'wentBack'
  /** What it gave is no vault that can be read; this device's copy was written over it. */
  | 'damagedVault'
  /** The newest did not open; an earlier one that was kept did. */
  | 'earlierVault'
  /** It was written by a later version of this client. */
  | 'newerVault'
  /** Another device made a vault that this one does not open. */
  | 'foreignVault'
  /** Somebody tried to write over the vault without its key. */
  | 'vaultRefused';

export interface Notice {
  kind: NoticeKind;
  /** RFC 3339: when the server was restored; when somebody tried. */
  at?: string;
}

export const createNotices = () => {
  const notices = signal<Notice[]>([]);
  return {
    notices: readonly(notices),
    tell(kind: NoticeKind, at?: string): void {
      const others = notices.value.filter((each) => each.kind !== kind);
      notices.value = [...others, { kind, ...(at ? { at } : {}) }];
    },
    dismiss(kind: NoticeKind): void {
      notices.value = notices.value.filter((each) => each.kind !== kind);
    },
  };
};

export type Notices = ReturnType<typeof createNotices>;
