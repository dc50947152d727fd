// People by the names that the reader knows them by.
import type { Person } from '../../../protocol/objects';
import type { Client } from '../ui/use-app';

/** As in the list of conversations. */
export const personName = (
  { t, naming, people }: Pick<Client, 't' | 'naming' | 'people'>,
  person: Person,
): string => (people.isSelf(person.id) ? t.value.people.notes : naming.called(person));

/** Who said it: one of the two. */
export const nameOf = (app: Client, friend: Person, user_id: number): string => {
  if (user_id === app.account.me.value?.id) return app.t.value.message.you;
  return user_id === friend.id ? app.naming.called(friend) : `#${user_id}`;
};
