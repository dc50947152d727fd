// Messages that disappear: each is dropped by what its sender sealed into it, on every device, with or
// without a server. What is over is never shown again, whoever gives it.
import type { Clock } from '../../platform';
import { timer_ms_max } from '../../platform';
import type { Screen } from '../../ui/screen';
import type { Item } from '../item';

/** In place of a time: it went. It stays known, or a server could give it a later one. */
const DROPPED = 0;
const dropped_max = 500;

/** Of a message: its conversation, its id, and when it is over (ms since 1970, by the server's clock). */
type Expiry = [friend_id: number, id: number, at: number];

/** What of a message says how long it stays. */
type Lasting = Pick<Item, 'id' | 'expires_at' | 'expires_in'>;

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

  const waiting = (): Expiry[] => [...all.values()].filter(([, , at]) => at !== DROPPED);
  const run = async (): Promise<void> => {
    const over = waiting().filter(([, , at]) => at <= now());
    for (const [friend_id, id] of over) all.set(id, [friend_id, id, DROPPED]);
    const dropped = [...all.values()].filter(([, , at]) => at === DROPPED);
    for (const [, id] of dropped.slice(0, -dropped_max)) all.delete(id);
    if (over.length > 0) keep([...all.values()]);
    plan();
    for (const [friend_id, id] of over) await drop(friend_id, id).catch(() => {});
  };
  const plan = (): void => {
    cancel();
    const times = waiting().map(([, , at]) => at);
    if (times.length === 0) return;
    const first = Math.min(...times);
    const left_ms = Math.max(0, first - now());
    cancel = clock.after(Math.min(left_ms, timer_ms_max), () => void run());
  };
  /** Never later than when it was first seen and its lifetime, whatever time the server gives it. */
  const endOf = ({ id, expires_at, expires_in }: Lasting): number | null => {
    if (expires_at === null) return null;
    const known = all.get(id)?.[2] ?? Number.POSITIVE_INFINITY;
    return Math.min(expires_at, known, now() + (expires_in ?? 0) * 1_000);
  };
  const isOver = (item: Lasting): boolean => {
    const end = endOf(item);
    return end !== null && end <= now();
  };

  return {
    isOver,
    /** It is here from now on, in sight or only kept. */
    note(friend_id: number, item: Lasting): void {
      const { id } = item;
      const end = endOf(item);
      if (id === 0 || end === null || all.get(id)?.[2] === end) return;
      all.set(id, [friend_id, id, end]);
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
    /** The server's data is another: its ids are of other messages now. */
    forget(): void {
      all.clear();
      keep([]);
      plan();
    },
    onOver(act: typeof drop): void {
      drop = act;
    },
  };
};

export type Expiring = ReturnType<typeof createExpiring>;
