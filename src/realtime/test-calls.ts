// Calls in which somebody tries the way, with oneself or with a friend.
import { test_calls_max } from '../protocol/call-limits';

/** A call with oneself, or with a friend whose open pages were asked to join. */
interface TestCall {
  id: string;
  member_ids: number[];
  /** When it is over; ms. */
  until: number;
}

/** `over` hears of each that was ended early. */
export const createTestCalls = (over: (call_id: string) => void) => {
  // The oldest first.
  const tests = new Map<string, TestCall>();
  return {
    addTest(test: TestCall, now: number): void {
      for (const { id, until } of tests.values()) {
        if (until > now && tests.size < test_calls_max) break;
        tests.delete(id);
      }
      tests.set(test.id, test);
    },
    /** If it is not over. */
    test(id: string, now: number): TestCall | undefined {
      const test = tests.get(id);
      return test !== undefined && test.until > now ? test : undefined;
    },
    /** Of that person, with that one or with anybody: whoever is not to talk does not test either. */
    endTests(user_id: number, with_id = user_id): void {
      for (const { id, member_ids } of tests.values()) {
        if (![user_id, with_id].every((each) => member_ids.includes(each))) continue;
        tests.delete(id);
        over(id);
      }
    },
  };
};
