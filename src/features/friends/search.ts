// Finding people by their names.
import type { Me } from '../../http/tokens';
import { nameKey } from '../../protocol/names';
import type { World } from '../../world';

type Deps = Pick<World, 'users' | 'rateLimiter'>;

/** Whose name contains it, or whose address of e-mail it is. @throws tooManyRequests */
export const searchPeople = ({ users, rateLimiter }: Deps, me: Me, q: string) => {
  rateLimiter.take('search', String(me.id));
  return users.search(me.id, nameKey(q));
};
