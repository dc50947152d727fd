// What anybody is shown of a person.
import { users } from './schema/people';

export const shownPerson = {
  id: users.id,
  username: users.username,
  display_name: users.display_name,
  avatar: users.avatar,
};
