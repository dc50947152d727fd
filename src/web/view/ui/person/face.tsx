// The picture of a conversation: of the other person, or the sign of one's notes.
import type { Named } from '../../../model/people/naming';
import { Avatar } from '../avatar';
import { Icon } from '../icon';
import { useApp } from '../use-app';

interface Props {
  person: Named & { avatar: string };
  status?: string | undefined;
  kind?: string;
}

export const Face = ({ kind = '', ...props }: Props) => {
  const { naming, people } = useApp();
  const { person } = props;
  if (!people.isSelf(person.id)) {
    return <Avatar {...props} kind={kind} name={naming.shown(person).name} />;
  }
  return (
    <span class={`avatar notes ${kind}`}>
      <Icon name="note" />
    </span>
  );
};
