// Calls that were live when the server stopped, however it stopped: their devices have the usual
// time to come back, and what rang rings on.
import { call_away_ms, call_push_every_ms } from '../../protocol/call-limits';
import { awaySide } from '../../realtime/live-calls';
import type { World } from '../../world';

type Deps = Pick<World, 'calls' | 'liveCalls' | 'sessions' | 'clock'>;

/** Before any socket opens. Gives how many there are. */
export const resumeCalls = ({ calls, liveCalls, sessions, clock }: Deps): number => {
  const now = clock.now();
  // After a restore no session goes on: such a device can't come back, and isn't waited for.
  const side = (user_id: number, session_id: number, noted_at: number | null) => {
    const since = sessions.byId(session_id) === undefined ? now - call_away_ms : now;
    return awaySide(user_id, session_id, since, noted_at ?? now);
  };
  const all = calls.allLive();
  for (const call of all) {
    const { id, kind, caller_id, callee_id, accepted_at, noted_at } = call;
    const caller = side(caller_id, call.caller_session_id, noted_at);
    const live = liveCalls.ring({ id, kind, callee_id, caller }, now);
    // By the first look at what is due: notifications may begin later than this.
    live.pushed_at = now - call_push_every_ms;
    if (accepted_at === null || call.callee_session_id === null) continue;
    liveCalls.run(live, side(callee_id, call.callee_session_id, noted_at), accepted_at);
  }
  return all.length;
};
