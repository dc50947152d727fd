// What all requests of TURN are answered from.
import type { RelayLimits } from '../limits';
import type { RelayRefusal, RelayStats } from '../stats';
import type { Allocations } from './allocations';
import type { createCredentials } from './credentials';
import type { LivingCalls } from './living-calls';
import type { Nonces } from './nonces';
import type { Unproven } from './unproven';

export interface Turn {
  limits: RelayLimits;
  /** IPv4: the one of all allocations. */
  relayed_address: string;
  stats: RelayStats;
  allocations: Allocations;
  calls: LivingCalls;
  credentials: ReturnType<typeof createCredentials>;
  nonces: Nonces;
  unproven: Unproven;
  /** ms, of a clock that nobody sets. */
  now(): number;
}

export const refused = ({ stats }: Pick<Turn, 'stats'>, reason: RelayRefusal): void => {
  stats.refused[reason] += 1;
};
