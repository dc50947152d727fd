// The recent events in memory: each account's in their order, the account with the oldest first.
import { isCovering } from './covering';
import type { RecentEvent } from './recent-table';

interface Account {
  /** The batch of its first event, also after that was covered: accounts are in the order of these. */
  batch: number;
  /** The `seq` of its newest, beside it: each event asks, and would wait for the memory of three objects. */
  head: number;
  events: RecentEvent[];
}

export const createMirror = () => {
  const byUser = new Map<number, Account>();
  let count = 0;
  const first = (): Account | undefined => byUser.values().next().value;

  return {
    of: (user_id: number): readonly RecentEvent[] => byUser.get(user_id)?.events ?? [],
    /** Undefined if none is here. */
    head: (user_id: number): number | undefined => byUser.get(user_id)?.head,
    users: (): number[] => [...byUser.keys()],
    all: (): RecentEvent[] => [...byUser.values()].flatMap(({ events }) => events),
    /** Nothing of an older batch is here. */
    oldestBatch: (): number | undefined => first()?.batch,
    count: (): number => count,
    add(event: RecentEvent): void {
      count += 1;
      const account = byUser.get(event.user_id);
      if (account === undefined) {
        byUser.set(event.user_id, { batch: event.batch, head: event.seq, events: [event] });
        return;
      }
      account.head = event.seq;
      account.events.push(event);
    },
    removeLast(user_id: number): void {
      const account = byUser.get(user_id);
      if (account?.events.pop() === undefined) return;
      count -= 1;
      const newest = account.events.at(-1);
      if (newest === undefined) byUser.delete(user_id);
      else account.head = newest.seq;
    },
    /** What any event of the account covers goes, but for its `first`. */
    cover(user_id: number, first_seq: number): void {
      const account = byUser.get(user_id);
      if (account === undefined) return;
      const newest = new Map<string, number>();
      for (const { type, subject_id, seq } of account.events) {
        if (isCovering(type)) newest.set(`${type} ${subject_id}`, seq);
      }
      const kept = account.events.filter(
        ({ type, subject_id, seq }) =>
          seq <= first_seq || (newest.get(`${type} ${subject_id}`) ?? seq) === seq,
      );
      count -= account.events.length - kept.length;
      account.events = kept;
    },
    /** All of the account with the oldest. Gives them. */
    removeFirst(): readonly RecentEvent[] {
      const [user_id, account] = byUser.entries().next().value ?? [];
      if (user_id === undefined || account === undefined) return [];
      byUser.delete(user_id);
      count -= account.events.length;
      return account.events;
    },
    clear(): void {
      count = 0;
      byUser.clear();
    },
  };
};
