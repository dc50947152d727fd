// Rate limits. Counts are kept in memory, in a bounded map for each rule, so that filling one map
// makes no other forget.

import type { Clock } from '../platform/clock';
import { createLru, type Lru } from '../platform/lru';
import { signal_bytes_per_minute, signals_per_minute } from '../protocol/call-limits';
import { Refusal } from '../protocol/errors';
import { hour_ms, MIB, minute_ms, rate_limit_entries_max } from '../protocol/limits';

interface Rule {
  /** The most within the window. */
  max: number;
  window_ms: number;
  /** Each window that was spent doubles the next, up to an hour, and halves what it allows. */
  grows?: boolean;
}

export const RULES = {
  registration: { max: 60, window_ms: hour_ms },
  registration_try: { max: 1_000, window_ms: hour_ms },
  login_account_address: { max: 20, window_ms: 5 * minute_ms, grows: true },
  login_address: { max: 20, window_ms: 5 * minute_ms, grows: true },
  login_account: { max: 100, window_ms: 5 * minute_ms },
  sign_in: { max: 600, window_ms: hour_ms },
  kdf: { max: 600, window_ms: minute_ms },
  refresh: { max: 1_200, window_ms: hour_ms },
  password: { max: 20, window_ms: 5 * minute_ms, grows: true },
  password_change: { max: 60, window_ms: hour_ms },
  vault: { max: 60, window_ms: hour_ms },
  /** Writes that change a password, a code, a slot or the key, once those of `vault` are spent. */
  vault_final: { max: 20, window_ms: hour_ms },
  profile: { max: 60, window_ms: hour_ms },
  invite: { max: 100, window_ms: hour_ms },
  export: { max: 10, window_ms: hour_ms },
  /** Requests, accepted invitations, blocks. */
  friend_request: { max: 100, window_ms: hour_ms },
  /** A socket by its ticket takes two. */
  socket: { max: 240, window_ms: minute_ms },
  upload: { max: 600, window_ms: minute_ms },
  /** Of 8 MiB: 240 MB a second. */
  upload_part: { max: 1_800, window_ms: minute_ms },
  avatar: { max: 60, window_ms: hour_ms },
  status: { max: 60, window_ms: minute_ms },
  search: { max: 600, window_ms: minute_ms },
  message: { max: 1_200, window_ms: minute_ms },
  /** Of conversations and notifications. */
  setting: { max: 120, window_ms: minute_ms },
  push_subscription: { max: 120, window_ms: hour_ms },
  push_test: { max: 1, window_ms: 10_000 },
  push_receipt: { max: 30, window_ms: minute_ms },
  push_renewal: { max: 60, window_ms: hour_ms },
  /** Edits, reactions, deletions. */
  change: { max: 120, window_ms: minute_ms },
  /** Bytes of messages and edits. */
  content: { max: 64 * MIB, window_ms: minute_ms },
  call_friend: { max: 10, window_ms: minute_ms },
  call: { max: 30, window_ms: minute_ms },
  call_test: { max: 1, window_ms: 10_000 },
  signal: { max: signals_per_minute, window_ms: minute_ms },
  signal_bytes: { max: signal_bytes_per_minute, window_ms: minute_ms },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;

interface Count {
  spent: number;
  until: number;
  /** How many windows were spent before this one. */
  strikes: number;
}

const strikes_max = 4;
/** Strikes are forgotten that long after the end of a window. */
const forgive_ms = hour_ms;

const allowed = ({ max }: Rule, { strikes }: Count) => Math.max(1, max >> strikes);
const wait_ms = ({ window_ms }: Rule, strikes: number) =>
  Math.min(window_ms * 2 ** strikes, hour_ms);

export const createRateLimiter = (clock: Clock, isOn: boolean) => {
  const counts = new Map<RuleName, Lru<string, Count>>();

  const countsOf = (rule: RuleName): Lru<string, Count> => {
    const known = counts.get(rule);
    if (known !== undefined) return known;
    const fresh = createLru<string, Count>(rate_limit_entries_max);
    counts.set(rule, fresh);
    return fresh;
  };

  const strikesAfter = (rule: Rule, known: Count) => {
    const isFresh = known.until + forgive_ms > clock.now();
    const wasSpent = known.spent >= allowed(rule, known);
    return rule.grows && isFresh && wasSpent ? Math.min(known.strikes + 1, strikes_max) : 0;
  };

  /** The running window, or one that would begin now and is kept nowhere yet. */
  const countOf = (rule: RuleName, key: string): Count => {
    const known = countsOf(rule).get(key);
    if (known !== undefined && known.until > clock.now()) return known;
    const strikes = known === undefined ? 0 : strikesAfter(RULES[rule], known);
    return { spent: 0, until: clock.now() + wait_ms(RULES[rule], strikes), strikes };
  };

  const isSpent = (rule: RuleName, key: string, amount: number): boolean => {
    if (!isOn) return false;
    const count = countOf(rule, key);
    return count.spent + amount > allowed(RULES[rule], count);
  };

  return {
    /** Whether that much more would exceed the limit. */
    isSpent,
    /**
     * Stores nothing: otherwise a refused client could fill the map with names, and make it forget
     * what the client has spent. @throws tooManyRequests if the window is spent
     */
    check(rule: RuleName, key: string, amount = 1): void {
      if (!isSpent(rule, key, amount)) return;
      const { until } = countOf(rule, key);
      const retry_after_s = Math.max(1, Math.ceil((until - clock.now()) / 1_000));
      throw new Refusal('tooManyRequests', { retry_after_s });
    },
    count(rule: RuleName, key: string, amount = 1): void {
      if (!isOn) return;
      const count = countOf(rule, key);
      count.spent += amount;
      countsOf(rule).set(key, count);
    },
    /** Checks and counts. @throws tooManyRequests */
    take(rule: RuleName, key: string, amount = 1): void {
      this.check(rule, key, amount);
      this.count(rule, key, amount);
    },
    forget: (rule: RuleName, key: string): void => countsOf(rule).delete(key),
    size: (): number => [...counts.values()].reduce((sum, { size }) => sum + size(), 0),
  };
};

export type RateLimiter = ReturnType<typeof createRateLimiter>;
