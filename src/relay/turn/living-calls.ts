// The calls that live, as the main thread told them. Of one that it didn't tell, it is asked, and the
// request waits for its word.
import { asking_max } from '../limits';
import type { Allocation, CallState } from './allocation';

export interface LivingCall {
  call_id: string;
  member_ids: readonly number[];
  /** By the clock of the relay, ms. */
  until: number;
}

/** `end` frees an allocation. */
export const createLivingCalls = (
  ask: (call_id: string) => void,
  end: (one: Allocation) => void,
) => {
  const calls = new Map<string, CallState>();
  const waiting = new Map<string, (() => void)[]>();
  let waiting_count = 0;

  const remove = (call: CallState) => {
    calls.delete(call.call_id);
    for (const one of call.allocations) end(one);
  };
  const begin = ({ call_id, member_ids, until }: LivingCall) => {
    const call = calls.get(call_id);
    if (call === undefined) {
      calls.set(call_id, { call_id, member_ids, until, allocations: new Set() });
      return;
    }
    call.member_ids = member_ids;
    call.until = until;
    for (const one of call.allocations) if (!member_ids.includes(one.user_id)) end(one);
  };
  const answer = (call_id: string) => {
    const acts = waiting.get(call_id) ?? [];
    waiting.delete(call_id);
    waiting_count -= acts.length;
    for (const act of acts) act();
  };

  return {
    get: (call_id: string): CallState | undefined => calls.get(call_id),
    begin,
    end(call_id: string): void {
      const call = calls.get(call_id);
      if (call !== undefined) remove(call);
    },
    /** Acts once it is known whether the call lives; not at all if too many wait. */
    whenTold(call_id: string, act: () => void): void {
      if (waiting_count >= asking_max) return;
      waiting_count += 1;
      const acts = waiting.get(call_id);
      if (acts !== undefined) {
        acts.push(act);
        return;
      }
      waiting.set(call_id, [act]);
      ask(call_id);
    },
    told(call_id: string, call: LivingCall | undefined): void {
      if (call !== undefined) begin(call);
      answer(call_id);
    },
    /** Ends those whose time is over. */
    sweep(now: number): void {
      for (const call of calls.values()) if (call.until <= now) remove(call);
    },
    all: (): Iterable<CallState> => calls.values(),
  };
};

export type LivingCalls = ReturnType<typeof createLivingCalls>;
