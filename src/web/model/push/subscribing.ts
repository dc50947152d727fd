// This device's subscription, at the browser and at the server, and what the person wants of it.
import type { Push, SubscriptionDraft } from '../../../features/push/model';
import type { PushShow } from '../../../protocol/push';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { Clock, DeviceSubscription, PushPlatform } from '../platform';
import type { LocalStore } from '../store/local-store';
import type { Locks } from '../store/locks';
import { wishName } from '../store/names';

export type Quiet = Push['subscriptions'][number]['quiet'];

/** What this person wants on this device; it outlives a lost subscription. */
export interface Wish {
  show: PushShow;
  quiet: Quiet;
}

const subscribe_within_ms = 15_000;

export interface SubscribingNeeds {
  api: Api;
  clock: Clock;
  push: PushPlatform;
  localStore: LocalStore;
  locks: Pick<Locks, 'exclusive'>;
  language: () => 'zh' | 'en';
  userId: () => number;
}

export const createWish = ({ localStore, userId }: SubscribingNeeds) => {
  const name = () => wishName(userId());
  return {
    read(): Wish | null {
      try {
        return JSON.parse(localStore.get(name()) ?? 'null') as Wish | null;
      } catch {
        return null;
      }
    },
    write(wish: Wish): void {
      localStore.set(name(), JSON.stringify(wish));
    },
    forget(): void {
      localStore.remove(name());
    },
  };
};

/** Subscribes at the browser and at the server, and again if what one of them has is of no use. */
export const createSubscribing = ({ api, clock, push, language, userId }: SubscribingNeeds) => {
  const withinTime = async (public_key: string): Promise<DeviceSubscription> => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const cancel = clock.after(subscribe_within_ms, () =>
      reject(new DOMException('no answer', 'TimeoutError')),
    );
    try {
      return await Promise.race([push.subscribe(public_key), late]);
    } finally {
      cancel();
    }
  };
  const tell = async (found: DeviceSubscription, { show, quiet }: Wish): Promise<void> => {
    const { endpoint, p256dh, auth, public_key } = found;
    const lang = language();
    const draft: SubscriptionDraft = {
      endpoint,
      keys: { p256dh, auth },
      public_key,
      show,
      quiet,
      lang,
    };
    const { renew_token } = await api.ask('PUT', '/push/subscription', answers.subscribed, {
      body: draft,
    });
    await push.memory.put('signedIn', { user_id: userId(), lang, show });
    await push.memory.put('renew_token', renew_token);
  };
  const fresh = async (public_key: string): Promise<DeviceSubscription> => {
    await push.unsubscribe();
    return withinTime(public_key);
  };
  /** @throws DOMException of the browser, ApiError */
  return async (public_key: string, wish: Wish): Promise<void> => {
    const known = await push.current();
    // After a restore the server has another key: what was made for the old one is dead.
    const isFit = known !== null && known.public_key === public_key;
    try {
      await tell(isFit ? known : await fresh(public_key), wish);
    } catch (error) {
      // The server knows that this endpoint is dead; the browser does not.
      if (!isRefusal(error, 'otherPushKey')) throw error;
      await tell(await fresh(public_key), wish);
    }
  };
};
