import { Face } from '../ui/person/face';
import { useApp } from '../ui/use-app';

/** Who looks for somebody to write to may want to write to nobody. */
export const NotesRow = ({ onOpen }: { onOpen: () => void }) => {
  const { t, attempt, actions, people } = useApp();
  const self = people.self.value;
  if (self === null) return null;
  const open = async () => {
    onOpen();
    await actions.openConversation(self.id);
  };
  return (
    <button type="button" class="row notes-row" onClick={() => attempt(open)}>
      <Face person={self} />
      <span class="row-text">
        <span class="row-name">{t.value.people.notes}</span>
        <span class="row-line">{t.value.people.notesText}</span>
      </span>
    </button>
  );
};
