// One's friends.
import type { Me } from '../../http/tokens';
import { toFriend } from '../../realtime/serialize';
import type { World } from '../../world';

type Deps = Pick<World, 'friends' | 'presence'>;

export const listFriends = ({ friends, presence }: Deps, me: Me) =>
  friends.list(me.id).map((row) => toFriend(row, presence.statusOf(row.id)));
