// The call of this tab, kept over a reload: what is needed to go on with it.
import type { CallKind } from '../../../protocol/objects';
import type { PeerKey } from '../keys/keys';
import type { Shape } from '../net/shape';
import { isCount, isFlag, isId, isText, maybe, oneOf, orNull, record } from '../net/shape';
import type { LocalStore } from '../store/local-store';
import type { Sending } from './signals';

export interface StoredCall {
  call_id: string;
  device_token: string;
  friend_id: number;
  kind: CallKind;
  isCaller: boolean;
  /** Undefined until it was chosen. */
  key?: PeerKey | null | undefined;
  began_at: number | null;
  sending: Sending;
}

const isStored: Shape<StoredCall> = record<StoredCall>({
  call_id: isText,
  device_token: isText,
  friend_id: isId,
  kind: oneOf('voice', 'video'),
  isCaller: isFlag,
  key: maybe(orNull(record<PeerKey>({ public_key: isText, key_id: isText }))),
  began_at: orNull(isCount),
  sending: record<Sending>({ microphone: isFlag, camera: isFlag, screen: isFlag }),
});

/** What loads the calls looks for it, too. */
const nameOf = (user_id: number): string => `call ${user_id}`;

export const createStoredCall = (tabStore: LocalStore, userId: () => number) => ({
  keep: (call: StoredCall): void => void tabStore.set(nameOf(userId()), JSON.stringify(call)),
  remove: (): void => tabStore.remove(nameOf(userId())),
  read(): StoredCall | null {
    try {
      const value: unknown = JSON.parse(tabStore.get(nameOf(userId())) ?? 'null');
      return isStored(value) ? value : null;
    } catch {
      return null;
    }
  },
});
