// Notices about the vault, shown above everything until they are dismissed.
import { signal } from '@preact/signals';
import { readonly } from '../readonly';

type NoticeKind =
  /** The server returned an older vault than this device knew. */
  | 'oldVault'
  /** The same, after a restore that it announced. */
  | 'wentBack'
  /** It returned an unreadable vault, and this device's copy replaced it. */
  | 'damagedVault'
  /** It gave none, and this device's copy was stored again. */
  | 'missingVault'
  /** The newest vault did not open, but an earlier version did. */
  | 'earlierVault'
  /** A later version of this client wrote it. */
  | 'newerVault'
  /** Another device made a vault that this device cannot open. */
  | 'foreignVault'
  /** Somebody tried to replace the vault without its key. */
  | 'vaultRefused'
  /** What was changed without a connection was refused later. */
  | 'changeRefused'
  /** What was edited without a connection was edited later on another device. */
  | 'editOvertaken'
  /** This device was signed out from elsewhere. */
  | 'sessionEnded'
  /** The app lock was taken off by the password, since its PIN was not known. */
  | 'lockLost'
  /** The password was changed where the vault was not. */
  | 'passwordReset';

/** After these a person may want another key. */
export const SUSPICIONS: readonly NoticeKind[] = ['vaultRefused', 'sessionEnded', 'passwordReset'];

export interface Notice {
  kind: NoticeKind;
  /** RFC 3339: when the server was restored, or somebody tried to replace the vault. */
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
