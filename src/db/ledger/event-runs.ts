// A run: events of one account that follow each other, in one row of `events`. One row for each would
// be a statement for each, two with every message. A row without a run is one event.
import { isCovering } from './covering';

/** So many are about 1 kB, which SQLite keeps beside other rows: more would take a page of their own. */
export const event_run_max = 64;

export interface LoggedEvent {
  seq: number;
  type: string;
  subject_id: number;
  detail: string | null;
  created_at: number;
}

/** A row of `events`. Of a run `seq` and `created_at` are those of its newest. */
export interface EventRow extends LoggedEvent {
  run: string | null;
}

/** What stands for the type of a row that holds a run. */
export const RUN = 'run';

/**
 * JSON in few bytes: `type` is a place in `types`, subject and time are the difference to those of the
 * event before; the last only if there is a detail.
 */
interface Run {
  types: string[];
  events: [type: number, subject_id: number, created_at: number, detail?: string][];
}

export const toRun = (events: readonly LoggedEvent[]): string => {
  const types: string[] = [];
  let [subject, at] = [0, 0];
  const entries = events.map(({ type, subject_id, detail, created_at }) => {
    if (!types.includes(type)) types.push(type);
    const entry: Run['events'][number] = [
      types.indexOf(type),
      subject_id - subject,
      created_at - at,
    ];
    if (detail !== null) entry.push(detail);
    [subject, at] = [subject_id, created_at];
    return entry;
  });
  return JSON.stringify({ types, events: entries } satisfies Run);
};

/** The events of a row, oldest first. */
export const eventsOf = ({ run, ...event }: EventRow): LoggedEvent[] => {
  if (run === null) return [event];
  const { types, events } = JSON.parse(run) as Run;
  const first = event.seq - events.length + 1;
  let [subject_id, created_at] = [0, 0];
  return events.map(([type, subject, ms, detail = null], i) => {
    subject_id += subject;
    created_at += ms;
    return { seq: first + i, type: types[type] ?? '', subject_id, detail, created_at };
  });
};

interface Owned {
  user_id: number;
  seq: number;
  type: string;
}

/** What a later event may cover stays a row of its own, and a hole ends a run. */
const isNext = (before: Owned, { user_id, seq, type }: Owned): boolean =>
  before.user_id === user_id &&
  before.seq + 1 === seq &&
  !isCovering(before.type) &&
  !isCovering(type);

/** In their order; an account's lie side by side. */
export const runsOf = <Event extends Owned>(events: readonly Event[]): Event[][] => {
  const runs: Event[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const goesOn = before !== undefined && isNext(before, event);
    if (run !== undefined && goesOn && run.length < event_run_max) run.push(event);
    else runs.push([event]);
  }
  return runs;
};
