// The picture of a conversation: of the other person, or the sign of one's notes.
import type { Person } from '../../../protocol/objects';
import { Avatar } from './avatar';
import { Icon } from './icon';
import { useApp } from './use-app';

interface Props {
  person: Pick<Person, 'id' | 'username' | 'avatar'>;
  status?: string | undefined;
  kind?: string;
}

export const Face = ({ kind = '', ...props }: Props) => {
  const { people } = useApp();
  if (!people.isSelf(props.person.id)) return <Avatar {...props} kind={kind} />;
  return (
    <span class={`avatar notes ${kind}`}>
      <Icon name="note" />
    </span>
  );
};
