// What the server knows of its own health, for status, /healthz and the metrics.
import type { Room } from './free-space';

export interface Condition {
  /** The full check of the database after it was not closed; beside the service. */
  check: 'not needed' | 'running' | 'passed' | 'found faults' | 'failed';
  room: Room;
  free_bytes: number;
  /** Failed scheduled backups, and the last reason until one succeeds again. */
  backups_failed: number;
  backup_fault: string | undefined;
  /** The last socket that was refused for its Origin; ms. */
  origin_refused: { origin: string; own: string; at: number } | undefined;
  /** The last proxy that forwarded a client address and isn't trusted; ms. */
  proxy_unnamed: { address: string; at: number } | undefined;
  /** When connections were closed for the last time because files and connections came near a limit; ms. */
  crowded_at: number | undefined;
  /** Until there was room for a while. */
  is_crowded: boolean;
}

export const createCondition = (): Condition => ({
  check: 'not needed',
  room: 'enough',
  free_bytes: 0,
  backups_failed: 0,
  backup_fault: undefined,
  origin_refused: undefined,
  proxy_unnamed: undefined,
  crowded_at: undefined,
  is_crowded: false,
});
