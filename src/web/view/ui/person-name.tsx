import type { Person } from '../../../protocol/objects';
import { cleanName } from './file-name';
import type { Client } from './use-app';
import { useApp } from './use-app';

type Named = Pick<Person, 'id' | 'username' | 'display_name'>;

/** In a sentence; one's own conversation with oneself is called by what it is for. */
export const nameOf = ({ t, people }: Client, { id, username }: Pick<Named, 'id' | 'username'>) =>
  people.isSelf(id) ? t.value.people.notes : username;

/**
 * The user name, which is what a key and a mark of trust are held to, and beside it what its owner
 * wants to be called: that is the server's word, and may be the name of somebody else.
 */
export const PersonName = ({ person }: { person: Named }) => {
  const app = useApp();
  const { username, display_name, id } = person;
  const isAlone = display_name === '' || display_name === username || app.people.isSelf(id);
  return (
    <>
      <bdi>{nameOf(app, person)}</bdi>
      {isAlone ? null : (
        <>
          {' '}
          <bdi class="called">{cleanName(display_name)}</bdi>
        </>
      )}
    </>
  );
};
