// Who is known by an id: friends, and oneself, as somebody whom one can write to. Notes are a
// conversation with nobody else in it.
import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';
import type { Profile } from '../../../features/user/model';
import type { Friend } from '../../../protocol/objects';
import type { PersonName } from '../keys/keys';

/** Nobody is there in notes, so that there is no presence. */
const asFriend = ({ id, username, display_name, avatar, created_at }: Profile): Friend => ({
  id,
  username,
  display_name,
  avatar,
  status: 'offline',
  last_seen: created_at,
});

/** As a pin has it; empty for somebody unknown. */
const nameIn = (friends: Friend[], id: number): PersonName => {
  const { username = '', display_name = '' } = friends.find((friend) => friend.id === id) ?? {};
  return { username, display_name };
};

export const createContacts = (
  me: ReadonlySignal<Profile | null>,
  friends: ReadonlySignal<Friend[]>,
) => {
  const friendOf = (id: number): Friend | undefined =>
    friends.value.find((friend) => friend.id === id);
  const self = computed(() => (me.value ? asFriend(me.value) : null));
  return {
    friendOf,
    nameOf: (id: number): PersonName => nameIn(friends.value, id),
    /** Null before someone is signed in. */
    self,
    isSelf: (id: number): boolean => id === me.value?.id,
    /** Whom one can write to: a friend, or oneself. */
    contactOf: (id: number): Friend | undefined =>
      (id === self.value?.id ? self.value : undefined) ?? friendOf(id),
  };
};
