// People by the names that the reader knows them by.
import type { Person } from '../../../protocol/objects';
import { cleanName } from '../ui/file-name';
import type { Client } from '../ui/use-app';

/** With the user name, which nobody else has. */
export const personName = (
  { t, account }: Pick<Client, 't' | 'account'>,
  { id, username, display_name }: Person,
): string => {
  if (id === account.me.value?.id) return t.value.people.notes;
  return display_name === '' || display_name === username
    ? username
    : `${cleanName(display_name)} (${username})`;
};

/** Who said it: one of the two. */
export const nameOf = (app: Client, friend: Person, user_id: number): string => {
  if (user_id === app.account.me.value?.id) return app.t.value.message.you;
  return user_id === friend.id ? friend.display_name || friend.username : `#${user_id}`;
};
