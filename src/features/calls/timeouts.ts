// What time brings to calls: they ring to their end, last a day at most, and end when a device stays
// away. One look at all of them several times a second, without a timer for each.
import {
  call_noted_every_ms,
  call_push_every_ms,
  call_retry_ms,
  call_tick_ms,
} from '../../protocol/call-limits';
import type { LiveCall } from '../../realtime/live-calls';
import type { World } from '../../world';
import { type CallOver, type EndCallDeps, endCall } from '../shared/end-call';
import { isGone } from './rejoin';
import { pushRinging } from './ringing';

type Deps = EndCallDeps & Pick<World, 'ledger' | 'clock' | 'log' | 'callFailures'>;

interface Due {
  reason: CallOver;
  /** ms */
  lasted_until: number;
}

const dueFor = (
  { liveCalls }: Pick<World, 'liveCalls'>,
  call: LiveCall,
  now: number,
): Due | undefined => {
  const away = liveCalls.sides(call).filter(({ device }) => device === undefined);
  const lasted_until = Math.min(call.until, ...away.map(({ present_until }) => present_until));
  if (now >= call.until) {
    return { reason: call.callee === undefined ? 'timeout' : 'hangup', lasted_until };
  }
  return away.some((side) => isGone(side, now)) ? { reason: 'failed', lasted_until } : undefined;
};

/** By what is so when the job runs: it may have been accepted, or a device come back, since. */
const endDue = async (world: Deps, live: LiveCall): Promise<void> => {
  const { ledger, calls, liveCalls, callFailures, clock, log } = world;
  live.check_at = Number.POSITIVE_INFINITY;
  try {
    await ledger.write((job) => {
      const call = calls.live(live.id);
      // Nothing is to be ended that is not stored.
      if (call === undefined) return job.after(() => liveCalls.remove(live));
      const due = dueFor(world, live, clock.now());
      const isSame = (call.accepted_at === null) === (live.callee === undefined);
      if (due === undefined || !isSame) return;
      endCall(world, job, call, due.reason, { until: due.lasted_until });
      if (due.reason === 'failed') job.after(() => callFailures.note(call, 'device_away'));
    });
    live.check_at = 0;
  } catch (error) {
    log.warn('the end of a call could not be stored, and is tried again', { error });
    live.check_at = clock.now() + call_retry_ms;
  }
};

/** A crash then doesn't make a call longer than it was. */
const noteRunning = async (world: Deps): Promise<void> => {
  const { ledger, calls, liveCalls, log } = world;
  const running = [...liveCalls.all()].filter(
    ({ caller, callee }) => caller.device !== undefined && callee?.device !== undefined,
  );
  if (running.length === 0) return;
  await ledger
    .write(({ now }) => {
      for (const { id } of running) calls.note(id, now);
    })
    .catch((error) => log.warn('running calls could not be noted', { error }));
};

/** Gives what stops it. */
export const startCallTimeouts = (world: Deps): (() => void) => {
  const { liveCalls, clock } = world;
  let noted_at = clock.now();
  const tick = () => {
    const now = clock.now();
    for (const call of liveCalls.all()) {
      if (call.check_at > now) continue;
      if (dueFor(world, call, now) !== undefined) void endDue(world, call);
      else if (call.callee === undefined && now - call.pushed_at >= call_push_every_ms) {
        call.pushed_at = now;
        pushRinging(world, call);
      }
    }
    if (now - noted_at < call_noted_every_ms) return;
    noted_at = now;
    void noteRunning(world);
  };
  const timer = setInterval(tick, call_tick_ms);
  timer.unref();
  return () => clearInterval(timer);
};
