// The way to the calls: their code is loaded when somebody calls or is called, or had a call before a
// reload.
import { signal } from '@preact/signals';
import type { CallKind } from '../../../protocol/objects';
import { ApiError, NETWORK } from '../net/api-error';
import type { Frame } from '../net/frames';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import type { CallClient } from './call-client';

interface Needs {
  tabStore: LocalStore;
  userId: () => number;
  load: () => Promise<() => CallClient>;
}

/** As `stored-call` names it, which is not loaded yet. */
const hasCall = ({ tabStore, userId }: Needs): boolean => tabStore.get(`call ${userId()}`) !== null;

const STARTS: readonly string[] = ['voice_call_invite', 'video_call_invite'];

export const createLazyCalls = (needs: Needs) => {
  const calls = signal<CallClient | null>(null);
  let loading: Promise<CallClient> | undefined;
  /** What came while it is loaded. */
  let waiting: Frame[] = [];

  const load = async (): Promise<CallClient> => {
    const create = await needs.load().catch(() => {
      throw new ApiError(0, NETWORK);
    });
    const made = create();
    calls.value = made;
    for (const frame of waiting.splice(0)) made.heard(frame);
    return made;
  };
  /** @throws ApiError NETWORK */
  const open = (): Promise<CallClient> => {
    loading ??= load().catch((error) => {
      loading = undefined;
      waiting = [];
      throw error;
    });
    return loading;
  };

  return {
    /** Null until there was a call. */
    calls: readonly(calls),
    /** A reload would be heard by the other one. */
    isInCall: (): boolean => (calls.value?.call.value?.phase ?? 'ended') !== 'ended',
    heard(frame: Frame): void {
      if (STARTS.includes(frame.type)) void open().catch(() => {});
      if (calls.value !== null) calls.value.heard(frame);
      else if (loading !== undefined) waiting.push(frame);
    },
    lost: (): void => calls.value?.lost(),
    ready(): void {
      if (calls.value === null && !hasCall(needs)) return;
      void open()
        .then((made) => made.ready())
        .catch(() => {});
    },
    /** Opens the microphone, and for video the camera. @throws ApiError NETWORK */
    invite: async (friend_id: number, kind: CallKind): Promise<void> =>
      (await open()).invite(friend_id, kind),
  };
};

export type LazyCalls = ReturnType<typeof createLazyCalls>;
