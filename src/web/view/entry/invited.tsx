import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';

/** There is nothing to ask: it is one's own, or good no more. */
const Idle = ({ text }: { text: string }) => {
  const {
    w,
    invitation: { dismissInvited: close },
  } = useApp();
  return (
    <Dialog title={w.value.invite} kind="slim" onClose={close}>
      <p>{text}</p>
      <div class="dialog-foot">
        <button type="button" class="primary" onClick={close}>
          {w.value.close}
        </button>
      </div>
    </Dialog>
  );
};

/** Someone with an account followed an invitation: they ask, with the key from the link pinned. */
export const Invited = () => {
  const {
    w,
    attempt,
    people,
    toast: { say },
    account: { me },
    invitation: { invited, dismissInvited: close },
  } = useApp();
  const guest = invited.value;
  if (guest === null) return null;
  const { inviter, key_id } = guest;
  if (inviter === null) return <Idle text={w.value.inviteSpent} />;
  if (inviter.id === me.value?.id) return <Idle text={w.value.invitedOwn} />;
  const ask = async () => {
    await people.askInviter(inviter.id, key_id);
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
