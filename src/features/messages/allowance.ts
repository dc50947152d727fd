// How much one person may say in a minute: one count for REST and the socket.
import type { RuleName } from '../../http/rate-limit';
import type { Me } from '../../http/tokens';
import type { World } from '../../world';

/** How much something counts under each rule. */
type Costs = Partial<Record<RuleName, number>>;

/**
 * Refuses before a job is spent if it is too much, unless `isAgain`: a repetition that finds its
 * message doesn't count. Call the returned function inside the job if it isn't a repetition; the
 * job may run twice, and counts once. @throws tooManyRequests, both
 */
export const allow = (
  { rateLimiter }: Pick<World, 'rateLimiter'>,
  me: Pick<Me, 'id'>,
  costs: Costs,
  isAgain: () => boolean,
): (() => void) => {
  const who = String(me.id);
  const each = Object.entries(costs) as [RuleName, number][];
  const check = () => {
    for (const [rule, amount] of each) rateLimiter.check(rule, who, amount);
  };
  const isTooMuch = each.some(([rule, amount]) => rateLimiter.isSpent(rule, who, amount));
  if (isTooMuch && !isAgain()) check();
  let isCounted = false;
  return () => {
    if (isCounted) return;
    check();
    for (const [rule, amount] of each) rateLimiter.count(rule, who, amount);
    isCounted = true;
  };
};

/** Reactions and deletions; each try counts. @throws tooManyRequests */
export const allowChange = (
  { rateLimiter }: Pick<World, 'rateLimiter'>,
  me: Pick<Me, 'id'>,
): void => rateLimiter.take('change', String(me.id));
