// Ends sessions: from the next request on their tokens are invalid, and their sockets close.
import type { World } from '../../world';

type Deps = Pick<World, 'tokens' | 'hub' | 'push' | 'fileDeletion'>;

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

/** One session of a person; inside a ledger job. */
export const endOneSession = (
  world: Deps & Pick<World, 'sessions'>,
  { id, session_id }: { id: number; session_id: number },
  { now, after }: { now: number; after: (effect: () => void) => void },
): void => {
  world.sessions.end(session_id, now);
  after(() => closeSessions(world, id, [session_id]));
};

/** All of a person's sessions but `kept`; 0 keeps none. Inside a ledger job. */
export const endOtherSessions = (
  world: Deps & Pick<World, 'sessions'>,
  user_id: number,
  kept: number,
  { now, after }: { now: number; after: (effect: () => void) => void },
): void => {
  const ended = world.sessions.endOthers(user_id, kept, now);
  after(() => closeSessions(world, user_id, ended));
};
