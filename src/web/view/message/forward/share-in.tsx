// For whom it is that another program of this device shared: it is put beside the field of that
// conversation, and sent there by a press.
import { useState } from 'preact/hooks';
import { Dialog } from '../../ui/dialog';
import { cleanName } from '../../ui/file-name';
import { Face } from '../../ui/person/face';
import { PersonName } from '../../ui/person/person-name';
import { useApp } from '../../ui/use-app';
import { receivers } from './receivers';

export const ShareIn = () => {
  const app = useApp();
  const { t, attempt, actions, chosenFiles, sharing, toast } = app;
  const [sought, setSought] = useState('');
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
  const shown = receivers(app, sought);
  return (
    <Dialog title={message.receivers} onClose={sharing.dismiss} hasPanes>
      <div class="forward-head">
        <p class="forward-what" dir="auto">
          {shared.files.length > 1 ? message.sharedFiles(shared.files.length) : what}
        </p>
        <input
          type="search"
          value={sought}
          placeholder={message.searchReceivers}
          aria-label={message.searchReceivers}
          onInput={(event) => setSought(event.currentTarget.value)}
        />
      </div>
      <ul class="receivers" aria-label={message.receivers}>
        {shown.map((friend) => (
          <li key={friend.id}>
            <button
              type="button"
              class="quiet receiver"
              onClick={() => attempt(() => give(friend.id))}
            >
              <Face person={friend} />
              <span class="row-name">
                <PersonName person={friend} />
              </span>
            </button>
          </li>
        ))}
        {shown.length === 0 ? <li class="caption">{message.noReceiver}</li> : null}
      </ul>
    </Dialog>
  );
};
