// All allocations: whose port is whose, how many each one has, and which are over.
import { randomInt } from 'node:crypto';
import { networkOf } from '../../platform/address/network';
import { createIsElsewhere } from '../addresses/elsewhere';
import { createNetworkCounts } from '../addresses/network-counts';
import { type RelayLimits, unused_ms } from '../limits';
import type { RelayStats } from '../stats';
import type { Allocation, CallState, Link } from './allocation';
import { createReservations } from './reservations';

/** The dynamic ports (RFC 6335, 6), as RFC 8656, 7.2 has it. */
const port_min = 49_152;
const ports_count = 16_384;

/** The one that carried nothing for longest; of those that never did, the first. */
const longestUnused = (ones: Allocation[]): Allocation | undefined =>
  ones.reduce<Allocation | undefined>(
    (oldest, one) => (oldest === undefined || one.used_at < oldest.used_at ? one : oldest),
    undefined,
  );

const createCountNew = (stats: RelayStats) => {
  const isElsewhere = createIsElsewhere();
  return ({ address, way }: Link): void => {
    stats.allocations += 1;
    stats.allocations_made += 1;
    if (isElsewhere(address)) stats.from_elsewhere[way.isStream ? 'tcp' : 'udp'] += 1;
  };
};

export const createAllocations = (limits: RelayLimits, stats: RelayStats) => {
  const byPort: (Allocation | undefined)[] = Array(ports_count).fill(undefined);
  const perNetwork = createNetworkCounts();
  const reservations = createReservations();
  const countNew = createCountNew(stats);

  const isFree = (port: number): boolean =>
    port < port_min + ports_count &&
    byPort[port - port_min] === undefined &&
    !reservations.has(port);

  /** Frees its port. `isOver`: the client is not expected to make another. */
  const end = (one: Allocation, isOver: boolean): void => {
    // Once.
    if (byPort[one.port - port_min] !== one) return;
    byPort[one.port - port_min] = undefined;
    reservations.endOf(one.port);
    perNetwork.change(networkOf(one.link.address), -1);
    stats.allocations -= 1;
    one.call.allocations.delete(one);
    if (one.call.allocations.size === 0) stats.calls -= 1;
    one.link.allocation = undefined;
    one.link.way.release(one.link, isOver);
  };

  return {
    /** Whose that port is. */
    at: (port: number): Allocation | undefined => byPort[port - port_min],
    end,
    /** Undefined: none is left. With `has_next`, the one after it is free too. */
    freePort(is_even: boolean, has_next: boolean): number | undefined {
      const first = randomInt(ports_count);
      for (let i = 0; i < ports_count; i += 1) {
        const port = port_min + ((first + i) % ports_count);
        if (is_even && port % 2 === 1) continue;
        if (isFree(port) && (!has_next || isFree(port + 1))) return port;
      }
      return undefined;
    },
    reserve: reservations.make,
    redeem: reservations.redeem,
    /** Whether one more fits; an unused one of the same person may be ended for it. */
    room(call: CallState, user_id: number, address: string, now: number) {
      if (perNetwork.of(networkOf(address)) >= limits.allocations_per_address) {
        return 'quota';
      }
      const mine = [...call.allocations].filter((one) => one.user_id === user_id);
      if (mine.length >= limits.allocations_per_person) {
        const unused = longestUnused(mine);
        if (unused === undefined || now - unused.used_at < unused_ms) return 'quota';
        end(unused, true);
      }
      return stats.allocations < limits.allocations ? 'free' : 'capacity';
    },
    add(one: Allocation): void {
      byPort[one.port - port_min] = one;
      perNetwork.change(networkOf(one.link.address), 1);
      countNew(one.link);
      if (one.call.allocations.size === 0) stats.calls += 1;
      one.call.allocations.add(one);
      one.link.allocation = one;
      one.link.way.keep(one.link);
    },
    sweep(now: number): void {
      for (const one of byPort) if (one !== undefined && one.until <= now) end(one, true);
      reservations.sweep(now);
    },
  };
};

export type Allocations = ReturnType<typeof createAllocations>;
