// What the server knows of its own health, for status, /healthz and the metrics.
import type { Room } from './free-space';

export interface Condition {
  /** The full check of the database after it was not closed; beside the service. */
  check: 'not needed' | 'running' | 'passed' | 'found faults' | 'failed';
  room: Room;
  free_bytes: number;
  /** Backups by the clock that failed, and the last reason until one succeeds again. */
  backups_failed: number;
  backup_fault: string | undefined;
  /** The last socket of a person that was refused for the page that asked for it; ms. */
  origin_refused: { origin: string; own: string; at: number } | undefined;
  /** The last proxy that asked for somebody and is not believed for whom; ms. */
  proxy_unnamed: { address: string; at: number } | undefined;
}

export const createCondition = (): Condition => ({
  check: 'not needed',
  room: 'enough',
  free_bytes: 0,
  backups_failed: 0,
  backup_fault: undefined,
  origin_refused: undefined,
  proxy_unnamed: undefined,
});
