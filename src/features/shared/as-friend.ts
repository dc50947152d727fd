// A person as their friends see them.
import { toFriend } from '../../realtime/serialize';
import type { World } from '../../world';

export type FriendRow = Parameters<typeof toFriend>[0] & { friends_since: number | null };

/** Who keeps presence to themselves was last seen when the friendship began. */
export const asFriend = (
  { presence, privacy }: Pick<World, 'presence' | 'privacy'>,
  row: FriendRow,
) =>
  privacy.of(row.id).last_seen
    ? toFriend(row, presence.statusOf(row.id))
    : toFriend({ ...row, last_seen: row.friends_since ?? 0 }, 'offline');
