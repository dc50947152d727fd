// The half of the client that only somebody who is signed in needs. Its code is loaded while a session
// is restored or somebody types a password, and nobody is signed in before it is there.
import { signal } from '@preact/signals';
import { BUILD_HEADER } from '../../../protocol/release';
import { ApiError, NETWORK } from '../net/api-error';
import type { Platform } from '../platform';
import { readonly } from '../readonly';

/** What signing in, signing out and updating ask of that half. */
export interface SignedInLifecycle {
  /** Shows what this device keeps of the conversations. */
  paint(): Promise<void>;
  /** The vault is open: what was written here is read before anything is shown. */
  beforeReady(): Promise<void>;
  /** The conversations are shown. */
  onReady(): Promise<void>;
  openConversation(friend_id: number): Promise<void>;
  /** There is no connection. */
  away(): void;
  /** Something would be lost or cut short by a reload. */
  isBusy(): boolean;
  /** What waits for its time is told to the server now. */
  removeNow(): Promise<void>;
  /** Removes the drafts and unsent messages of the person. */
  forgetTyped(): Promise<void>;
  /** This page keeps nothing more on the device. */
  stopKeeping(): void;
}

/** The two faces of that half: `models` are for the views. */
export interface SignedInHalf<Models> {
  lifecycle: SignedInLifecycle;
  models: Models;
}

type Needs = Pick<Platform, 'build' | 'fetch'>;

const page_within_ms = 5_000;

/** A page that was open while the server was updated asks for files that are gone with its build. */
const whyNotLoaded = async ({ build, fetch }: Needs): Promise<ApiError> => {
  const signal = AbortSignal.timeout(page_within_ms);
  const page = await fetch('/', { cache: 'no-store', signal }).catch(() => null);
  const carried = page?.headers.get(BUILD_HEADER) ?? build;
  return new ApiError(0, carried === build ? NETWORK : 'OTHER_BUILD');
};

/** `load` gives what makes it, once all is there that it needs; a second time costs nothing. */
export const createSignedInLoading = <Models>(
  needs: Needs,
  load: () => Promise<() => SignedInHalf<Models>>,
) => {
  const models = signal<Models | null>(null);
  let current: SignedInLifecycle | undefined;
  return {
    /** Null until it is there. */
    models: readonly(models),
    /** Undefined until it is there. */
    current: (): SignedInLifecycle | undefined => current,
    /**
     * It is made once for a page; whatever can't be had is loaded again.
     * @throws ApiError NETWORK, OTHER_BUILD
     */
    async loadSignedIn(): Promise<SignedInLifecycle> {
      const create = await load().catch(async () => {
        throw await whyNotLoaded(needs);
      });
      if (current !== undefined) return current;
      const half = create();
      current = half.lifecycle;
      models.value = half.models;
      return half.lifecycle;
    },
  };
};
