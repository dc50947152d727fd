import { attempt, w } from '../../i18n/language';
import { app } from '../../model/app';
import { invited, say } from '../../model/state';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';

/** Someone with an account followed an invitation: they ask, with the key from the link pinned. */
export const Invited = () => {
  const guest = invited.value;
  if (guest === null) return null;
  const close = () => {
    invited.value = null;
  };
  const { inviter, key_id } = guest;
  const ask = async () => {
    await app.people.askInviter(inviter.id, key_id);
    close();
    say(w.value.askedOf(inviter.username));
  };
  return (
    <Dialog title={w.value.invite} kind="slim" onClose={close}>
      <div class="person-head">
        <Avatar person={inviter} kind="large" />
        <p>{w.value.invitedHere(inviter.username)}</p>
      </div>
      <div class="dialog-foot">
        <button type="button" onClick={close}>
          {w.value.cancel}
        </button>
        <button type="button" class="primary" onClick={() => attempt(ask)}>
          {w.value.ask}
        </button>
      </div>
    </Dialog>
  );
};
