// Messages that disappear: each is dropped by what its sender sealed into it, on every device, with or
// without a server. What is over is never shown again, whoever gives it.
import type { Clock } from '../../platform';
import type { Screen } from '../../ui/screen';
import type { Item } from '../item';

/** A timer of a browser holds no longer. */
const timer_ms_max = 86_400_000;

/** Of a message: its conversation, its id, and when it is over (ms since 1970, by the server's clock). */
export type Expiry = [friend_id: number, id: number, at: number];

interface Needs {
  clock: Clock;
  screen: Pick<Screen, 'clockOff_ms'>;
  /** What lies on this device, for the next start; written with the messages themselves. */
  keep: (all: Expiry[]) => void;
}

const isExpiry = (value: unknown): value is Expiry =>
  Array.isArray(value) && value.length === 3 && value.every(Number.isSafeInteger);

export const createExpiring = ({ clock, screen, keep }: Needs) => {
  const all = new Map<number, Expiry>();
  let drop = async (_friend_id: number, _id: number): Promise<void> => {};
  let cancel = () => {};
  const now = (): number => clock.now() - screen.clockOff_ms.peek();

  const run = async (): Promise<void> => {
    const over = [...all.values()].filter(([, , at]) => at <= now());
    for (const [, id] of over) all.delete(id);
    if (over.length > 0) keep([...all.values()]);
    plan();
    for (const [friend_id, id] of over) await drop(friend_id, id).catch(() => {});
  };
  const plan = (): void => {
    cancel();
    if (all.size === 0) return;
    const first = Math.min(...[...all.values()].map(([, , at]) => at));
    const left_ms = Math.max(0, first - now());
    cancel = clock.after(Math.min(left_ms, timer_ms_max), () => void run());
  };
  const isOver = ({ expires_at }: Pick<Item, 'expires_at'>): boolean =>
    expires_at !== null && expires_at <= now();

  return {
    isOver,
    /** It is here from now on, in sight or only kept. */
    note(friend_id: number, { id, expires_at }: Pick<Item, 'id' | 'expires_at'>): void {
      if (id === 0 || expires_at === null || all.get(id)?.[2] === expires_at) return;
      all.set(id, [friend_id, id, expires_at]);
      keep([...all.values()]);
      plan();
    },
    /** What an earlier page noted; what is over by now goes at once. */
    begin(kept: unknown): void {
      const known = Array.isArray(kept) ? kept.filter(isExpiry) : [];
      const hasOthers = all.size > 0;
      for (const each of known) all.set(each[1], each);
      if (hasOthers) keep([...all.values()]);
      plan();
    },
    onOver(act: typeof drop): void {
      drop = act;
    },
  };
};

export type Expiring = ReturnType<typeof createExpiring>;
