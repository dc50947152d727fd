// How often is too often. Counts are kept in memory, in a bounded map.
import { Refusal } from '../errors';
import { pace_entries_max } from '../limits';
import { createBounded } from '../platform/bounded';
import type { Clock } from '../platform/clock';

interface Rule {
  /** So many within the window. */
  max: number;
  window_ms: number;
}

const MINUTE = 60_000;

export const RULES = {
  registration: { max: 300, window_ms: 60 * MINUTE },
  login_account_address: { max: 10, window_ms: 5 * MINUTE },
  login_address: { max: 20, window_ms: 5 * MINUTE },
  login_account: { max: 100, window_ms: 5 * MINUTE },
  friend_request: { max: 300, window_ms: 60 * MINUTE },
  upload: { max: 600, window_ms: MINUTE },
  search: { max: 600, window_ms: MINUTE },
  message: { max: 60_000, window_ms: MINUTE },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

interface Count {
  spent: number;
  until: number;
}

export const createPace = (clock: Clock, isOn: boolean) => {
  const counts = createBounded<string, Count>(pace_entries_max);

  const countOf = (rule: RuleName, key: string): Count => {
    const name = `${rule} ${key}`;
    const known = counts.get(name);
    if (known !== undefined && known.until > clock.now()) return known;
    const fresh = { spent: 0, until: clock.now() + RULES[rule].window_ms };
    counts.set(name, fresh);
    return fresh;
  };

  return {
    /** @throws tooManyRequests where the window is spent */
    check(rule: RuleName, key: string): void {
      if (!isOn) return;
      const { spent, until } = countOf(rule, key);
      if (spent < RULES[rule].max) return;
      const retry_after_s = Math.max(1, Math.ceil((until - clock.now()) / 1_000));
      throw new Refusal('tooManyRequests', { retry_after_s });
    },
    count(rule: RuleName, key: string): void {
      if (isOn) countOf(rule, key).spent += 1;
    },
    /** Checks and counts. @throws tooManyRequests */
    take(rule: RuleName, key: string): void {
      this.check(rule, key);
      this.count(rule, key);
    },
    forget: (rule: RuleName, key: string): void => counts.delete(`${rule} ${key}`),
    size: counts.size,
  };
};

export type Pace = ReturnType<typeof createPace>;
