// The notifications of a browser that has none to show, and remembers what it was asked.
import type { DeviceSubscription, PushPlatform } from '../../../src/web/model/platform';
import type { Notified, PushReceipt, Target } from '../../../src/web/model/store/push-memory';

/** What GET /push says of a server without it. */
export const noPush = () => ({
  enabled: false,
  why: 'off',
  public_key: '',
  dnd_until: null as string | null,
  calls_only: false,
  subscriptions: [] as object[],
});

export const fakePush = () => {
  const state = {
    permission: 'default' as NotificationPermission,
    /** What the person will say. */
    answer: 'granted' as NotificationPermission,
    current: null as DeviceSubscription | null,
    subscribed: 0,
    badge: 0,
    tones: 0,
    tags: [] as string[],
    /** When they were shown, by their tag. */
    shown_ms: new Map<string, number>(),
    values: new Map<string, Notified | string | Target>(),
    fails: null as Error | 'never' | null,
    open: (_: string) => {},
  };
  const platform: PushPlatform = {
    obstacle: null,
    permission: () => state.permission,
    async ask() {
      state.permission = state.answer;
      return state.answer;
    },
    current: async () => state.current,
    async subscribe(public_key) {
      if (state.fails === 'never') return new Promise(() => {});
      if (state.fails) throw state.fails;
      state.subscribed += 1;
      const endpoint = `https://push.example/${state.subscribed}`;
      state.current = { endpoint, p256dh: 'p256dh', auth: 'auth', public_key };
      return state.current;
    },
    async unsubscribe() {
      state.current = null;
    },
    async close(isMeant) {
      state.tags = state.tags.filter((tag) => !isMeant(tag, state.shown_ms.get(tag) ?? 0));
    },
    setBadge(count) {
      state.badge = count;
    },
    tone() {
      state.tones += 1;
    },
    onOpen(act) {
      state.open = act;
    },
    startsAt: async () => null,
    memory: {
      get: async (name) => state.values.get(name) as never,
      put: async (name, value) => void state.values.set(name, value),
      remove: async (name) => void state.values.delete(name),
      addReceipt: async (_: PushReceipt) => {},
      receipts: async () => [],
      removeReceipt: async () => {},
      clear: async () => state.values.clear(),
    },
  };
  return Object.assign(state, { platform });
};
