// The end of a call: its row, its one message, and the word to whoever has it. All of it in the job
// that ends it, so that it happens once, and also if the server is killed at any moment.
import type { Call } from '../../db/calls';
import type { JobContext } from '../../db/ledger/job';
import type { CallEnd, CallOutcome } from '../../protocol/objects';
import { callEnded, callEntry } from '../../realtime/outgoing';
import { toMessage } from '../../realtime/serialize';
import type { World } from '../../world';
import { callWords } from './call-words';
import { bringBack } from './conversation-settings';

export type EndCallDeps = Pick<
  World,
  'calls' | 'liveCalls' | 'messages' | 'friends' | 'users' | 'hub' | 'push' | 'config'
>;

/** What ends a call for everybody. */
export type CallOver = Exclude<CallEnd, 'answered_elsewhere'>;

/** Of a call that nobody has accepted. */
const UNANSWERED: Record<CallOver, CallOutcome> = {
  timeout: 'missed',
  cancelled: 'cancelled',
  rejected: 'rejected',
  hangup: 'failed',
  failed: 'failed',
  ended: 'failed',
};

/** Those that the callee has not heard of. */
const UNREAD: readonly CallOutcome[] = ['missed', 'cancelled', 'busy'];

/** Its message, to both; inside the ledger job that ended it. */
export const leaveEntry = (
  { messages, friends, config }: Pick<World, 'messages' | 'friends' | 'config'>,
  job: JobContext,
  {
    id: call_id,
    caller_id,
    callee_id,
    kind,
  }: Pick<Call, 'id' | 'caller_id' | 'callee_id' | 'kind'>,
  { outcome, duration_s }: { outcome: CallOutcome; duration_s: number },
): void => {
  const { now, publish } = job;
  const contact = friends.contact(caller_id, callee_id);
  if (contact === undefined) return;
  const { conversation_id } = contact;
  const content = callWords(config.lang, { kind, outcome, duration_s });
  const is_unread = UNREAD.includes(outcome);
  const entry = { conversation_id, caller_id, callee_id, content, call_id, is_unread, now };
  const row = messages.byId(messages.addCallEntry(entry));
  if (row === undefined) return;
  const message = toMessage(row, caller_id, messages.extrasOf(row));
  for (const to of [caller_id, callee_id]) publish(callEntry(to, message));
  bringBack({ friends }, job, contact);
  bringBack({ friends }, job, friends.archived(callee_id, caller_id));
};

/** After the commit, tells the sockets that have the call, or ring, and lets it go. */
const release = (
  { liveCalls, hub, push, users }: EndCallDeps,
  { now: at, after }: JobContext,
  { id, caller_id, callee_id, accepted_at }: Call,
  reason: CallOver,
): void => {
  // An account that goes has no name afterwards.
  const from = users.namesOf(caller_id);
  after(() => {
    const live = liveCalls.get(id);
    if (live !== undefined) {
      liveCalls.remove(live);
      for (const { user_id, device } of liveCalls.sides(live)) {
        hub.tell(device, callEnded(user_id, id, reason), at);
      }
    }
    if (accepted_at !== null) return;
    hub.publish({ ...callEnded(callee_id, id, reason), at });
    push.callOver({ to: callee_id, from, call_id: id });
  });
};

/** Of a running call: until when it lasted, ms; whether the two ever heard each other. */
interface Lasted {
  until?: number;
  neverConnected?: boolean;
}

/** Inside a ledger job. */
export const endCall = (
  world: EndCallDeps,
  job: JobContext,
  call: Call,
  reason: CallOver,
  { until = job.now, neverConnected = false }: Lasted = {},
): void => {
  const { id, accepted_at } = call;
  const answered = neverConnected ? 'failed' : 'answered';
  const outcome = accepted_at === null ? UNANSWERED[reason] : answered;
  const lasted_ms = outcome === 'answered' ? Math.max(0, until - (accepted_at ?? until)) : 0;
  const duration_s = Math.floor(lasted_ms / 1_000);
  world.calls.end(id, outcome, duration_s, job.now);
  leaveEntry(world, job, call, { outcome, duration_s });
  release(world, job, call, reason);
};

const otherOf = ({ caller_id, callee_id }: Call, user_id: number) =>
  caller_id === user_id ? callee_id : caller_id;

/** Two people are friends no longer; inside a ledger job. */
export const endCallsBetween = (
  world: EndCallDeps,
  job: JobContext,
  a: number,
  b: number,
): void => {
  for (const call of world.calls.liveOf(a)) {
    if (otherOf(call, a) === b) endCall(world, job, call, 'ended');
  }
  job.after(() => world.liveCalls.endTests(a, b));
};

/** Sessions of a person ended, and the calls of their devices with them; inside a ledger job. */
export const endCallsOfSessions = (
  world: EndCallDeps,
  job: JobContext,
  user_id: number,
  session_ids: number[],
): void => {
  for (const call of world.calls.liveOf(user_id)) {
    const { caller_id, caller_session_id, callee_session_id } = call;
    const session_id = caller_id === user_id ? caller_session_id : callee_session_id;
    if (session_id !== null && session_ids.includes(session_id)) {
      endCall(world, job, call, 'ended');
    }
  }
  if (session_ids.length > 0) job.after(() => world.liveCalls.endTests(user_id));
};

/** The account goes, and with it every message of its calls; inside a ledger job. */
export const dropCalls = (world: EndCallDeps, job: JobContext, user_id: number): void => {
  for (const call of world.calls.liveOf(user_id)) {
    world.calls.remove(call.id);
    release(world, job, call, 'ended');
  }
  job.after(() => world.liveCalls.endTests(user_id));
};
