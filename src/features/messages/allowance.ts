// How much one person may say in a minute: one count for REST and the socket.
import type { RuleName } from '../../http/rate-limit';
import type { Me } from '../../http/tokens';
import { change_bytes, change_cost_max } from '../../protocol/search-limits';
import type { World } from '../../world';

/** What a text counts: under a rule of its own, and its bytes. */
interface Cost {
  rule: RuleName;
  amount: number;
  bytes: number;
}

/**
 * Refuses before a job is spent if it is too much, unless `isAgain`: a repetition that finds its
 * message doesn't count. Call the returned function inside the job if it isn't a repetition; the
 * job may run twice, and counts once. @throws tooManyRequests, both
 */
export const allow = (
  { rateLimiter }: Pick<World, 'rateLimiter'>,
  me: Pick<Me, 'id'>,
  { rule, amount, bytes }: Cost,
  isAgain: () => boolean,
): (() => void) => {
  const who = String(me.id);
  const check = () => {
    rateLimiter.check(rule, who, amount);
    rateLimiter.check('content', who, bytes);
  };
  const isTooMuch =
    rateLimiter.isSpent(rule, who, amount) || rateLimiter.isSpent('content', who, bytes);
  if (isTooMuch && !isAgain()) check();
  let isCounted = false;
  return () => {
    if (isCounted) return;
    check();
    rateLimiter.count(rule, who, amount);
    rateLimiter.count('content', who, bytes);
    isCounted = true;
  };
};

/** Reactions and deletions; each try counts. @throws tooManyRequests */
export const allowChange = (
  { rateLimiter }: Pick<World, 'rateLimiter'>,
  me: Pick<Me, 'id'>,
  amount = 1,
): void => rateLimiter.take('change', String(me.id), amount);

/** A long text of one's own in the clear counts more: all its words leave the search. */
export const changeCost = (
  { messages }: Pick<World, 'messages'>,
  me: Pick<Me, 'id'>,
  ids: number[],
): number => {
  const rows = ids.map((id) => messages.byId(id)).filter((row) => row?.sender_id === me.id);
  const bytes = rows.reduce(
    (sum, row) => sum + (row && !row.is_encrypted ? row.content.length : 0),
    0,
  );
  return Math.min(1 + Math.floor(bytes / change_bytes), change_cost_max);
};
