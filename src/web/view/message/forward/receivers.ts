// Who can be written to, found by their names.
import type { Friend } from '../../../../protocol/objects';
import { isNamed } from '../../ui/person/person-name';
import type { Client } from '../../ui/use-app';

/** One's own notes, then those whom one talked to last. Only who is a friend now can be written to. */
export const receivers = (app: Client, sought: string): Friend[] => {
  const { conversations, people } = app;
  const self = people.self.value;
  const friends = conversations.list.value
    .map(({ friend }) => people.friendOf(friend.id))
    .filter((friend) => friend !== undefined);
  return [...(self ? [self] : []), ...friends].filter((person) => isNamed(app, person, sought));
};
