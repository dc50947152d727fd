// Notifications of this person: what the server says of the devices that get them, and this device.
import { signal } from '@preact/signals';
import type { Push } from '../../../features/push/model';
import type { PushShow } from '../../../protocol/push';
import { answers } from '../net/answers';
import { ApiError } from '../net/api-error';
import type { PushObstacle } from '../platform';
import { readonly } from '../readonly';
import type { Quiet, SubscribingNeeds, Wish } from './subscribing';
import { createSubscribing, createWish } from './subscribing';
import { createTesting } from './testing';

export type PushSettings = Push;

/** Why this device gets none though it was wanted. */
type PushTrouble =
  | PushObstacle
  /** The person, or the system, said no. */
  | 'denied'
  /** The browser has no push service, or it does not answer. */
  | 'noService';

const troubleOf = (error: unknown): PushTrouble | null => {
  if (error instanceof ApiError) return null;
  return (error as Error | undefined)?.name === 'NotAllowedError' ? 'denied' : 'noService';
};

/** What is known of it, and what the server says. */
const createState = ({ api, push }: SubscribingNeeds) => {
  const settings = signal<PushSettings | null>(null);
  const trouble = signal<PushTrouble | null>(push.obstacle);
  const isAsked = signal(push.permission() !== 'default');
  let asked = 0;
  let shown = 0;
  return {
    settings: readonly(settings),
    trouble: readonly(trouble),
    /** The person was asked for the permission before, and said yes or no. */
    isAsked: readonly(isAsked),
    own: () => settings.value?.subscriptions.find(({ current }) => current),
    async load(): Promise<PushSettings> {
      asked += 1;
      const own = asked;
      const found = await api.get('/push', answers.push);
      // One that was asked for later may have come before.
      if (own > shown) settings.value = found;
      shown = Math.max(own, shown);
      return settings.value ?? found;
    },
    /** Asks the person, by the browser. */
    async ask(): Promise<boolean> {
      const permission = await push.ask();
      isAsked.value = permission !== 'default';
      return permission === 'granted';
    },
    tell(next: PushTrouble | null): void {
      trouble.value = next;
    },
  };
};

export const createPush = (needs: SubscribingNeeds) => {
  const { api, locks, push } = needs;
  const { tell, ask, ...state } = createState(needs);
  const { settings, own, load } = state;
  const wish = createWish(needs);
  const subscribe = createSubscribing(needs);
  /** The tabs of a browser have one subscription: what one of them makes, another would end. */
  const alone = (act: () => Promise<void>) => locks.exclusive('chat8 push', act);
  const { test, heard } = createTesting(needs);

  /** @throws ApiError; what the browser refuses is told by `trouble` */
  const put = async (wanted: Wish): Promise<void> => {
    const { public_key } = settings.value ?? (await load());
    const failed = await subscribe(public_key, wanted).catch((error) => error as Error);
    const trouble = failed ? troubleOf(failed) : null;
    if (failed && trouble === null) throw failed;
    tell(trouble);
    await load();
  };
  /** With each start and sign-in: a subscription that was lost is made again by itself. */
  const startNow = async (): Promise<void> => {
    const wanted = wish.read();
    if (wanted === null || push.obstacle !== null) return;
    if (push.permission() !== 'granted') return tell('denied');
    const { enabled, public_key } = await load();
    if (!enabled) return;
    const known = await push.current();
    const isWhole = known?.public_key === public_key && own()?.state === 'good';
    if (!isWhole) await put(wanted);
  };
  const change = async (next: Partial<Wish>): Promise<void> => {
    const wanted: Wish = { show: 'name', quiet: null, ...wish.read(), ...next };
    wish.write(wanted);
    await alone(() => put(wanted));
  };

  return {
    ...state,
    test,
    heard,
    start: () => alone(startNow),
    change,
    /** Of the quiet hours, if there are any: what was chosen just before stays. */
    async changeQuiet(part: Partial<NonNullable<Quiet>>): Promise<void> {
      const quiet = (wish.read() ?? own())?.quiet ?? null;
      if (quiet !== null) await change({ quiet: { ...quiet, ...part } });
    },
    /** After a press. */
    async enable(show: PushShow): Promise<void> {
      if (await ask()) await change({ show });
      else tell('denied');
    },
    /** This device, or another one of this person. */
    async remove(id: number): Promise<void> {
      if (own()?.id === id) {
        wish.forget();
        await push.unsubscribe();
      }
      await api.remove(`/push/subscription/${id}`);
      await load();
    },
    async set(next: { dnd_until?: string | null; calls_only?: boolean }): Promise<void> {
      await api.put('/push', next);
      await load();
    },
  };
};

export type PushModel = ReturnType<typeof createPush>;
