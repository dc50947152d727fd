// Notifications and push as this browser has them (Push API, Notifications API, Badging API).
import { fromBase64url, toBase64url } from '../crypto/bytes';
import type { DeviceSubscription, PushObstacle, PushPlatform } from '../model/platform';
import { createPushMemory } from '../model/store/push-memory';
import { createNotificationLock } from '../service-worker/notification-lock';
import type { NotificationData } from '../service-worker/show-push';
import { tone } from './tone';

const isIos = (): boolean =>
  /iP(hone|ad|od)/.test(navigator.userAgent) ||
  (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);
const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

const obstacle = (): PushObstacle | null => {
  if (!isSecureContext) return 'insecure';
  // There only an app on the home screen has notifications.
  if (isIos() && !isInstalled()) return 'iosTab';
  const isThere = 'serviceWorker' in navigator && 'PushManager' in self && 'Notification' in self;
  return isThere ? null : 'unsupported';
};

const subscriptionOf = (found: PushSubscription | null): DeviceSubscription | null => {
  const { endpoint, keys } = found?.toJSON() ?? {};
  const key = found?.options.applicationServerKey;
  if (!endpoint || !keys?.p256dh || !keys.auth || !key) return null;
  const public_key = toBase64url(new Uint8Array(key));
  return { endpoint, p256dh: keys.p256dh, auth: keys.auth, public_key };
};

const registration = (): Promise<ServiceWorkerRegistration> => navigator.serviceWorker.ready;
const existing = async (): Promise<ServiceWorkerRegistration | undefined> =>
  navigator.serviceWorker?.getRegistration();

const target_ms = 60_000;

const closeShown = async (
  worker: Pick<ServiceWorkerRegistration, 'getNotifications'>,
  isMeant: Parameters<PushPlatform['close']>[0],
): Promise<void> => {
  for (const each of await worker.getNotifications()) {
    // Those of an earlier build do not say when.
    const { at_ms = 0 } = (each.data ?? {}) as Partial<NotificationData>;
    if (isMeant(each.tag, at_ms)) each.close();
  }
};

export const createPushPlatform = (memory = createPushMemory()): PushPlatform => {
  const after = (ms: number, act: () => void) => void setTimeout(act, ms);
  const alone = createNotificationLock({ locks: navigator.locks, after });
  return {
    obstacle: obstacle(),
    permission: () => ('Notification' in self ? Notification.permission : 'denied'),
    ask: () => Notification.requestPermission(),
    async current() {
      const found = await (await existing())?.pushManager?.getSubscription();
      return subscriptionOf(found ?? null);
    },
    async subscribe(public_key) {
      const { pushManager } = await registration();
      const fresh = await pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: fromBase64url(public_key),
      });
      const found = subscriptionOf(fresh);
      if (found === null) throw new DOMException('no keys', 'NotSupportedError');
      return found;
    },
    async unsubscribe() {
      const found = await (await existing())?.pushManager?.getSubscription();
      await found?.unsubscribe();
    },
    async close(isMeant) {
      const worker = await existing();
      if (worker !== undefined) await alone(() => closeShown(worker, isMeant));
    },
    setBadge(count) {
      void navigator.setAppBadge?.(count).catch(() => {});
    },
    tone,
    onOpen(act) {
      navigator.serviceWorker?.addEventListener('message', ({ data }) => {
        const { type, path } = data as { type?: string; path?: string };
        if (type === 'open' && path?.startsWith('/')) act(path);
      });
    },
    async startsAt() {
      // There a press on a closed app may open its start page.
      const target = isIos() ? await memory.get('target') : undefined;
      return target && Date.now() - target.at_ms < target_ms ? target.path : null;
    },
    memory,
  };
};
