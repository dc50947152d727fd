// Signing out: the session of a token, or of a refresh token, ends.
import type { Me } from '../../http/tokens';
import type { World } from '../../world';
import { type EndSessionDeps, endOneSession } from '../shared/end-sessions';
import { parseRefreshToken, sessionOver } from './refresh-token';

type Deps = EndSessionDeps & Pick<World, 'ledger' | 'endedSessions' | 'refreshTokens'>;

/** Whose session a refresh token belongs to. @throws tokenInvalid */
export const ownerOf = (world: Deps, token: string): Me => {
  const { sessions, refreshTokens } = world;
  const { session_id, hash } = parseRefreshToken(token);
  const session = sessions.byId(session_id);
  if (session === undefined || refreshTokens.byHash(session_id, hash) === undefined) {
    throw sessionOver(world, session_id, hash);
  }
  return { id: session.user_id, session_id };
};

export const logout = (world: Deps, me: Me): Promise<void> =>
  world.ledger.write((job) => endOneSession(world, me, job));
