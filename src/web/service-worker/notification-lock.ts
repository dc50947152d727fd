// One at a time, of the worker and all pages (Web Locks): whoever asks Chromium which notifications
// there are makes it forget one that is being shown meanwhile, and a press on that leads nowhere.

const NAME = 'chat8 notifications';
/** So long it is waited for, and held: somebody who stands still keeps nobody from being told. */
const patience_ms = 2_000;

interface Needs {
  /** `navigator.locks`, if the browser has it. */
  locks:
    | {
        request<Value>(
          name: string,
          options: { signal: AbortSignal },
          act: () => Promise<Value>,
        ): Promise<Value>;
      }
    | undefined;
  after(ms: number, act: () => void): void;
}

export const createNotificationLock =
  ({ locks, after }: Needs) =>
  async <Value>(act: () => Promise<Value>): Promise<Value> => {
    if (locks === undefined) return act();
    let acting: Promise<Value> | undefined;
    const granted = (): Promise<unknown> => {
      acting = act();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      after(patience_ms, resolve);
      return Promise.race([acting, late]);
    };
    const waiting = new AbortController();
    after(patience_ms, () => waiting.abort());
    await locks.request(NAME, { signal: waiting.signal }, granted).catch(() => {});
    return acting ?? act();
  };

export type NotificationLock = ReturnType<typeof createNotificationLock>;
