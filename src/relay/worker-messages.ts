// What the main thread and the relay's Worker tell each other.
import type { RelayLimits } from './limits';
import type { RelayStats } from './stats';

/** A call that lives. */
export interface RelayCall {
  call_id: string;
  member_ids: readonly number[];
  /** When it is over even if nobody says so, ms since the epoch. Undefined: its end is told. */
  until?: number | undefined;
}

/** With what the Worker starts. */
export interface WorkerStart {
  host: string | undefined;
  port: number;
  relayed_address: string;
  secret: string;
  /** What every connection that the TLS front hands over begins with; hex. */
  handover_key: string;
  limits: RelayLimits;
  mbit: number;
}

export type ToWorker =
  | { type: 'begin_call'; call: RelayCall }
  | { type: 'end_call'; call_id: string }
  | { type: 'end_allocations'; user_id: number; call_id: string | undefined }
  /** The answer to `ask_call`. */
  | { type: 'told_call'; call_id: string; call: RelayCall | undefined }
  | { type: 'ask_stats'; order: number }
  | { type: 'throw' }
  | { type: 'stop' };

export type FromWorker =
  | { type: 'started'; port: number; has_second_port: boolean; handover_port: number }
  /** The message is for the operator. */
  | { type: 'refused'; message: string }
  | { type: 'ask_call'; call_id: string }
  | { type: 'stats'; order: number; stats: RelayStats }
  | { type: 'stopped' };
