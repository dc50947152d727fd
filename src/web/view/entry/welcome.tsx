import { useState } from 'preact/hooks';
import { w } from '../../i18n/language';
import { invitation } from '../../model/session/invitation-link';
import { admission, parting } from '../../model/state';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Register } from './register';
import { SignIn } from './sign-in';

/** Who invites, or why this invitation or this server lets nobody in. */
const Door = () => {
  const known = admission.value;
  const { inviter } = known?.invite ?? {};
  if (inviter) {
    return (
      <div class="invited">
        <Avatar person={inviter} />
        <p>{w.value.invitedBy(inviter.username)}</p>
      </div>
    );
  }
  if (known?.invite?.good) return <p class="lead">{w.value.invitedByNobody}</p>;
  return null;
};

const closedBecause = (): string | null => {
  const known = admission.value;
  if (known?.registration === 'closed') return w.value.closed;
  if (known?.invite?.good === false) return w.value.inviteSpent;
  return known?.registration === 'invite' && !known.invite ? w.value.inviteOnly : null;
};

const Newcomer = () => {
  const why = closedBecause();
  return why === null ? (
    <>
      <Door />
      <Register />
    </>
  ) : (
    <p class="note" role="status">
      <Icon name="warn" />
      {why}
    </p>
  );
};

export const Welcome = () => {
  const [isNew, setNew] = useState(invitation() !== null);
  const note = parting.value && w.value.partings[parting.value];
  return (
    <Page>
      <h1>{isNew ? w.value.registerTitle : w.value.signInTitle}</h1>
      {note ? (
        <p class="note" role="status">
          <Icon name="info" />
          {note}
        </p>
      ) : null}
      <fieldset class="tabs" aria-label={w.value.signInTitle}>
        <button type="button" aria-pressed={!isNew} onClick={() => setNew(false)}>
          {w.value.signIn}
        </button>
        <button type="button" aria-pressed={isNew} onClick={() => setNew(true)}>
          {w.value.register}
        </button>
      </fieldset>
      {isNew ? <Newcomer /> : <SignIn />}
    </Page>
  );
};
