// A job of the ledger: what it may do, and what is left to do after the commit.

/** An event for a user's devices; by `subject_id` or `detail` a replay finds its rows again. */
interface OutgoingEvent {
  to: number;
  type: string;
  data: object;
  durable: boolean;
  subject_id?: number;
  detail?: object;
}

/** An outgoing event after its commit; `seq` only if it is durable. */
export interface PublishedEvent extends OutgoingEvent {
  seq?: number;
  at: number;
  origin?: unknown;
}

/** What a job may do beside writing through the stores. */
export interface JobContext {
  /** The time of the whole transaction, ms. */
  now: number;
  /** Publishes to a user's devices after the commit; a durable event gets the user's next `seq`. */
  publish(event: OutgoingEvent): void;
  /** Runs after the commit, and only then: disk, sockets, timers. */
  after(effect: () => void): void;
}

export interface JobOptions<T> {
  /** The socket that sent the frame: `settled` answers it, and events that it knows skip it. */
  origin?: unknown;
  /** Called in the order of the commit, between the publishing of this job and the next. */
  settled?: (value: T, events: PublishedEvent[]) => void;
}

export interface Waiting {
  job: (context: JobContext) => unknown;
  options: JobOptions<never> | undefined;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
}

export interface Done {
  waiting: Waiting;
  value?: unknown;
  error?: unknown;
  events: PublishedEvent[];
  effects: (() => void)[];
}
