// The statements of `event_batches`, and of moving to `events`.
import type { Database } from 'bun:sqlite';
import { type LoggedEvent, RUN, runsOf, toRun } from './event-runs';

export interface RecentEvent extends LoggedEvent {
  /** Of its batch. */
  batch: number;
  user_id: number;
}

/**
 * A batch in the fewest bytes that are still JSON: with two events of 50 messages it fits on a page.
 * `type` is a place in `types`; the last two only if there is a detail, or another time than `at`.
 */
interface Batch {
  at: number;
  types: string[];
  events: [
    user_id: number,
    seq: number,
    type: number,
    subject_id: number,
    detail?: string | null,
    created_at?: number,
  ][];
}

const toJson = (events: RecentEvent[]): string => {
  const at = events[0]?.created_at ?? 0;
  const types = new Map<string, number>();
  const placeOf = (type: string) => {
    const known = types.get(type);
    if (known !== undefined) return known;
    types.set(type, types.size);
    return types.size - 1;
  };
  const batch: Batch = {
    at,
    types: [],
    events: events.map(({ user_id, seq, type, subject_id, detail, created_at }) =>
      detail === null && created_at === at
        ? [user_id, seq, placeOf(type), subject_id]
        : [user_id, seq, placeOf(type), subject_id, detail, created_at],
    ),
  };
  batch.types = [...types.keys()];
  return JSON.stringify(batch);
};

const fromJson = (id: number, json: string): RecentEvent[] => {
  const { at, types, events } = JSON.parse(json) as Batch;
  return events.map(([user_id, seq, type, subject_id, detail = null, created_at = at]) => ({
    batch: id,
    user_id,
    seq,
    type: types[type] ?? '',
    subject_id,
    detail,
    created_at,
  }));
};

// By hand: every message writes here, and drizzle doubles the cost of a statement.
export const createRecentTable = (database: Database) => {
  const all = database.prepare<{ id: number; events: string }, []>(
    'SELECT id, events FROM event_batches ORDER BY id',
  );
  const one = database.prepare<unknown, [number, number, string, number, string | null, number]>(
    `INSERT INTO events (user_id, seq, type, subject_id, detail, created_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const several = database.prepare<unknown, [number, number, number, string]>(
    `INSERT INTO events (user_id, seq, type, created_at, run) VALUES (?, ?, '${RUN}', ?, ?)`,
  );
  const insert = database.prepare('INSERT INTO event_batches (id, events) VALUES (?, ?)');
  const removeBefore = database.prepare('DELETE FROM event_batches WHERE id < ?');
  const removeAll = database.prepare('DELETE FROM event_batches');
  return {
    all: (): RecentEvent[] => all.all().flatMap(({ id, events }) => fromJson(id, events)),
    write: (batch: number, events: RecentEvent[]): void => void insert.run(batch, toJson(events)),
    settle(events: readonly RecentEvent[]): void {
      for (const run of runsOf(events)) {
        const newest = run.at(-1);
        if (newest === undefined) continue;
        const { user_id, seq, type, subject_id, detail, created_at } = newest;
        if (run.length === 1) one.run(user_id, seq, type, subject_id, detail, created_at);
        else several.run(user_id, seq, created_at, toRun(run));
      }
    },
    removeBefore: (batch: number): void => void removeBefore.run(batch),
    removeAll: (): void => void removeAll.run(),
  };
};
