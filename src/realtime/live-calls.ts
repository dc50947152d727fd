// Calls that ring or run, as the memory of the server has them: which socket is each side's, and
// what waits for one that is away.
import { call_ms_max, call_ring_ms } from '../protocol/call-limits';
import type { CallKind } from '../protocol/objects';
import type { Device } from './device';
import { createTestCalls } from './test-calls';

/** A person's end of a call; times in ms. */
export interface Side {
  user_id: number;
  session_id: number;
  /** Undefined: it is away. */
  device: Device | undefined;
  away_since: number;
  /** When it was last known to be in the call, if it is away. */
  present_until: number;
  /** The signals for it, while it is away, or reads slower than they come. */
  waiting: unknown[];
}

export interface LiveCall {
  id: string;
  kind: CallKind;
  caller: Side;
  callee_id: number;
  /** Undefined: it rings. */
  callee: Side | undefined;
  /** When it stops ringing, or running. */
  until: number;
  /** Since then it rang by push. */
  pushed_at: number;
  /** Whether something is due is asked from then on: its end is being stored, or could not be. */
  check_at: number;
}

type Invited = Pick<LiveCall, 'id' | 'kind' | 'callee_id'> & { caller: Side };

export const awaySide = (
  user_id: number,
  session_id: number,
  at: number,
  present_until = at,
): Side => ({
  user_id,
  session_id,
  device: undefined,
  away_since: at,
  present_until,
  waiting: [],
});

/** The other side of a running call, by the socket of this one. */
const otherSide = ({ caller, callee }: LiveCall, device: Device): Side | undefined => {
  if (caller.device === device) return callee;
  return callee?.device === device ? caller : undefined;
};

/** `over` hears of each call that rings and runs no more, and of each test that was ended early. */
export const createLiveCalls = (over: (call_id: string) => void = () => {}) => {
  const calls = new Map<string, LiveCall>();
  /** In which call a socket is: one at most. */
  const callsOf = new Map<Device, LiveCall>();
  /** By callee: whoever rings finds no second call. */
  const ringing = new Map<number, LiveCall>();

  const sides = ({ caller, callee }: LiveCall): Side[] =>
    callee === undefined ? [caller] : [caller, callee];
  /** A side that this socket has; of a call that is over for it, none. */
  const sideOf = (call: LiveCall, device: Device): Side | undefined =>
    sides(call).find((side) => side.device === device);

  const seat = (call: LiveCall, side: Side, device: Device, now: number): void => {
    if (side.device !== undefined) callsOf.delete(side.device);
    const isOpen = device.socket?.readyState === WebSocket.OPEN;
    side.device = isOpen ? device : undefined;
    side.away_since = now;
    side.present_until = now;
    if (isOpen) callsOf.set(device, call);
  };

  return {
    ...createTestCalls(over),
    get: (id: string): LiveCall | undefined => calls.get(id),
    all: (): Iterable<LiveCall> => calls.values(),
    /** Which call this socket is in. */
    of: (device: Device): LiveCall | undefined => callsOf.get(device),
    /** Which call rings at that person. */
    ringingAt: (user_id: number): LiveCall | undefined => ringing.get(user_id),
    sides,
    sideOf,
    otherSide,
    ring(invited: Invited, now: number): LiveCall {
      const until = now + call_ring_ms;
      const call = { ...invited, callee: undefined, until, pushed_at: now, check_at: 0 };
      calls.set(call.id, call);
      ringing.set(call.callee_id, call);
      return call;
    },
    /** Both sides are there, or away. */
    run(call: LiveCall, callee: Side, accepted_at: number): void {
      call.callee = callee;
      ringing.delete(call.callee_id);
      call.until = accepted_at + call_ms_max;
    },
    /** This socket is that side's from now on. */
    seat,
    /** A socket closed. */
    left(device: Device, now: number): void {
      const call = callsOf.get(device);
      callsOf.delete(device);
      const side = call && sideOf(call, device);
      if (side === undefined) return;
      side.device = undefined;
      side.away_since = now;
      side.present_until = now;
    },
    remove(call: LiveCall): void {
      // Once: its devices may be in another call by now.
      if (!calls.delete(call.id)) return;
      over(call.id);
      if (ringing.get(call.callee_id) === call) ringing.delete(call.callee_id);
      for (const { device } of sides(call)) if (device !== undefined) callsOf.delete(device);
    },
  };
};

export type LiveCalls = ReturnType<typeof createLiveCalls>;
