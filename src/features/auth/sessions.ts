// One's own sessions.
import type { Me } from '../../http/tokens';
import { toRfc3339 } from '../../platform/clock';
import { Refusal } from '../../protocol/errors';
import type { World } from '../../world';
import { type EndSessionDeps, endOneSession } from '../shared/end-sessions';

type Deps = EndSessionDeps & Pick<World, 'ledger'>;

export const listSessions = ({ sessions }: Pick<World, 'sessions'>, me: Me) =>
  sessions.list(me.id).map(({ id, created_at, last_used_at, user_agent }) => ({
    id,
    created_at: toRfc3339(created_at),
    last_used_at: toRfc3339(last_used_at),
    user_agent,
    current: id === me.session_id,
  }));

/** @throws noSuchPath if it isn't mine, or is over: no other code fits better */
export const endSession = (world: Deps, me: Me, session_id: number): Promise<void> =>
  world.ledger.write((job) => {
    if (world.sessions.byId(session_id)?.user_id !== me.id) throw new Refusal('noSuchPath');
    endOneSession(world, { id: me.id, session_id }, job);
  });
