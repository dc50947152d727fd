import type { Person } from '../../../protocol/objects';
import { cleanName } from './file-name';

/**
 * The user name, which is what a key and a mark of trust are held to, and beside it what its owner
 * wants to be called: that is the server's word, and may be the name of somebody else.
 */
export const PersonName = ({
  person: { username, display_name },
}: {
  person: Pick<Person, 'username' | 'display_name'>;
}) => (
  <>
    <bdi>{username}</bdi>
    {display_name === '' || display_name === username ? null : (
      <>
        {' '}
        <bdi class="called">{cleanName(display_name)}</bdi>
      </>
    )}
  </>
);
