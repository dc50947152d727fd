// The statements of `event_batches`, and of moving to `events`.
import type { Database } from 'bun:sqlite';

export interface RecentEvent {
  /** Of its batch. */
  batch: number;
  user_id: number;
  seq: number;
  type: string;
  subject_id: number;
  detail: string | null;
  created_at: number;
}

/** In `events`, and in this order in a batch. */
const COLUMNS = 'user_id, seq, type, subject_id, detail, created_at';
type Values = [number, number, string, number, string | null, number];

const valuesOf = (event: RecentEvent): Values => [
  event.user_id,
  event.seq,
  event.type,
  event.subject_id,
  event.detail,
  event.created_at,
];

const eventOf = (batch: number, values: Values): RecentEvent => {
  const [user_id, seq, type, subject_id, detail, created_at] = values;
  return { batch, user_id, seq, type, subject_id, detail, created_at };
};

// By hand: every message writes here, and drizzle doubles the cost of a statement.
export const createTable = (database: Database) => {
  const all = database.prepare<{ id: number; events: string }, []>(
    'SELECT id, events FROM event_batches ORDER BY id',
  );
  const settle = database.prepare<unknown, Values>(
    `INSERT INTO events (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const insert = database.prepare('INSERT INTO event_batches (id, events) VALUES (?, ?)');
  const removeBefore = database.prepare('DELETE FROM event_batches WHERE id < ?');
  const removeAll = database.prepare('DELETE FROM event_batches');
  return {
    all: (): RecentEvent[] =>
      all
        .all()
        .flatMap(({ id, events }) => (JSON.parse(events) as Values[]).map((v) => eventOf(id, v))),
    write: (batch: number, events: RecentEvent[]): void =>
      void insert.run(batch, JSON.stringify(events.map(valuesOf))),
    settle(events: readonly RecentEvent[]): void {
      for (const event of events) settle.run(...valuesOf(event));
    },
    removeBefore: (batch: number): void => void removeBefore.run(batch),
    removeAll: (): void => void removeAll.run(),
  };
};
