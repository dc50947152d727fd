import { strangerName } from '../../model/people/isolated';
import { Avatar } from '../ui/avatar';
import { Dialog } from '../ui/dialog';
import { useApp } from '../ui/use-app';

/** There is nothing to do: the invitation is one's own, or no longer valid. */
const Idle = ({ text }: { text: string }) => {
  const {
    t,
    invitation: { dismissInvited: close },
  } = useApp();
  return (
    <Dialog title={t.value.people.invite} kind="slim" onClose={close}>
      <p>{text}</p>
      <div class="dialog-foot">
        <button type="button" class="primary" onClick={close}>
          {t.value.ui.close}
        </button>
      </div>
    </Dialog>
  );
};

/** Someone with an account followed an invitation: they are friends at once, with the key from the link. */
export const Invited = () => {
  const {
    t,
    attempt,
    actions,
    toast,
    account: { me },
    invitation: { invited, accept, dismissInvited: close },
  } = useApp();
  const guest = invited.value;
  if (guest === null) return null;
  const { inviter } = guest;
  if (inviter === null) return <Idle text={t.value.entry.invitationSpent} />;
  if (inviter.id === me.value?.id) return <Idle text={t.value.entry.ownInvitation} />;
  const ask = async () => {
    if ((await accept()) === null) return;
    toast.show(t.value.entry.nowFriends(strangerName(inviter)));
    await actions.openConversation(inviter.id);
  };
  return (
    <Dialog title={t.value.people.invite} kind="slim" onClose={close}>
      <div class="person-head">
        <Avatar person={inviter} kind="large" />
        <p>{t.value.entry.invitedMemberText(strangerName(inviter))}</p>
      </div>
      <div class="dialog-foot">
        <button type="button" onClick={close}>
          {t.value.ui.cancel}
        </button>
        <button type="button" class="primary" onClick={() => attempt(ask)}>
          {t.value.people.accept}
        </button>
      </div>
    </Dialog>
  );
};
