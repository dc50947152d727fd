// For whom it is that another program of this device shared: it is put beside the field of that
// conversation, and sent there by a press.
import { cleanName } from '../../ui/file-name';
import { useApp } from '../../ui/use-app';
import { Receiver, Receivers } from './receivers';

export const ShareIn = () => {
  const { t, attempt, actions, chosenFiles, sharing, toast } = useApp();
  const { message } = t.value;
  const shared = sharing.waiting.value;
  if (shared === null) return null;
  const [first] = shared.files;
  const what = first && shared.files.length === 1 ? cleanName(first.name) : shared.text;
  const give = async (friend_id: number) => {
    const isAll = await sharing.give(friend_id);
    await actions.openConversation(friend_id);
    if (!isAll) toast.show(t.value.composer.tooManyFiles(chosenFiles.files_max), true);
  };
  return (
    <Receivers
      title={message.receivers}
      what={shared.files.length > 1 ? message.sharedFiles(shared.files.length) : what}
      onClose={sharing.dismiss}
      row={(friend) => (
        <button type="button" class="quiet receiver" onClick={() => attempt(() => give(friend.id))}>
          <Receiver friend={friend} />
        </button>
      )}
    />
  );
};
