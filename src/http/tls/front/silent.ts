// Connections that nobody inside is behind: they have said nothing yet, their handshake included, or
// have their answer and do not close. Each holds a descriptor, so there are few of one network, and
// not too many of all.
import {
  silent_connection_stays_ms,
  silent_connections_max,
  silent_connections_of_network_max,
} from '../../../protocol/call-limits';
import { type End, terminate } from './pipe';

export interface SilentLimits {
  connections_max: number;
  of_network_max: number;
  /** So long nobody has to make room. */
  stay_ms: number;
}

const LIMITS: SilentLimits = {
  connections_max: silent_connections_max,
  of_network_max: silent_connections_of_network_max,
  stay_ms: silent_connection_stays_ms,
};

export const createSilent = (given: Partial<SilentLimits> = {}) => {
  const limits = { ...LIMITS, ...given };
  /** Each with the time of its beginning, the oldest first. */
  const all = new Map<End, number>();
  const networks = new Map<string, Map<End, number>>();

  const leave = (end: End): void => {
    if (!all.delete(end)) return;
    const own = networks.get(end.network);
    own?.delete(end);
    if (own?.size === 0) networks.delete(end.network);
  };
  /** Whether the oldest of them was there long enough to make room, and did. */
  const makeRoom = (among: Map<End, number>, now: number): boolean => {
    const [oldest] = among;
    if (oldest === undefined || now - oldest[1] < limits.stay_ms) return false;
    leave(oldest[0]);
    terminate(oldest[0]);
    return true;
  };
  return {
    /** False: there is no room for it. */
    enter(end: End): boolean {
      if (all.has(end)) return true;
      const now = performance.now();
      const own = networks.get(end.network) ?? new Map<End, number>();
      if (own.size >= limits.of_network_max && !makeRoom(own, now)) return false;
      if (all.size >= limits.connections_max && !makeRoom(all, now)) return false;
      all.set(end, now);
      own.set(end, now);
      networks.set(end.network, own);
      return true;
    },
    leave,
    /** Everybody's: whoever was there long enough makes room. */
    relieve(): void {
      const now = performance.now();
      while (makeRoom(all, now));
    },
  };
};

export type Silent = ReturnType<typeof createSilent>;
