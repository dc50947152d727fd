// Ends sessions: from the next request on their tokens are invalid, and their sockets close.
import type { JobContext } from '../../db/ledger/job';
import type { World } from '../../world';
import { type EndCallDeps, endCallsOfSessions } from './end-call';

type Deps = Pick<World, 'tokens' | 'hub' | 'push' | 'fileDeletion'>;
export type EndSessionDeps = Deps & EndCallDeps & Pick<World, 'sessions'>;

/** After the commit that ended them. */
export const closeSessions = (
  { tokens, hub, push, fileDeletion }: Deps,
  user_id: number,
  session_ids: number[],
): void => {
  tokens.end(session_ids);
  hub.closeSessions(user_id, session_ids);
  // Its push subscriptions and unfinished uploads went with it.
  push.changed(user_id);
  void fileDeletion.run();
};

/** What goes with sessions of a person that ended; inside the ledger job that ended them. */
export const sessionsEnded = (
  world: Deps & EndCallDeps,
  job: JobContext,
  user_id: number,
  session_ids: number[],
): void => {
  endCallsOfSessions(world, job, user_id, session_ids);
  job.after(() => closeSessions(world, user_id, session_ids));
};

/** One session of a person; inside a ledger job. */
export const endOneSession = (
  world: EndSessionDeps,
  { id, session_id }: { id: number; session_id: number },
  job: JobContext,
): void => {
  world.sessions.end(session_id, job.now);
  sessionsEnded(world, job, id, [session_id]);
};

/** All of a person's sessions but `kept`; 0 keeps none. Inside a ledger job. */
export const endOtherSessions = (
  world: EndSessionDeps,
  user_id: number,
  kept: number,
  job: JobContext,
): void => {
  const ended = world.sessions.endOthers(user_id, kept, job.now);
  sessionsEnded(world, job, user_id, ended);
};
