// The first screen: signing in, or making an account.
import { useState } from 'preact/hooks';
import { strangerName } from '../../model/people/isolated';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import type { CoreClient } from '../ui/use-app';
import { useCore } from '../ui/use-app';
import { CardPage } from './card-page';
import { Register } from './register';
import { SignIn } from './sign-in';

const isNewServer = (app: CoreClient) => {
  const {
    session: { admission },
  } = app;
  return admission.value?.has_accounts === false;
};

/** For the admin, who is the first to open a new server. */
const COMMANDS = { invite: 'chat8 invite create', closed: 'chat8 user create NAME [EMAIL]' };

const firstCommand = (app: CoreClient): keyof typeof COMMANDS | null => {
  const {
    session: { admission },
  } = app;
  const { registration, invite } = admission.value ?? {};
  if (!isNewServer(app) || !registration || registration === 'open') return null;
  return registration === 'invite' && invite?.good ? null : registration;
};

/** Who invited, or that the invitation is valid, or that the server is new. */
const Greeting = () => {
  const app = useCore();
  const {
    t,
    session: { admission },
  } = app;
  const known = admission.value;
  const { inviter } = known?.invite ?? {};
  if (inviter) {
    return (
      <div class="invited">
        <Avatar person={inviter} />
        <p>{t.value.entry.invitedBy(strangerName(inviter))}</p>
      </div>
    );
  }
  if (known?.invite?.good) return <p class="lead">{t.value.entry.invitationValid}</p>;
  return isNewServer(app) ? <p class="lead">{t.value.entry.firstAccount}</p> : null;
};

const closedBecause = (app: CoreClient): string | null => {
  const {
    t,
    session: { admission },
  } = app;
  const known = admission.value;
  if (known?.registration === 'closed') return t.value.entry.registrationClosed;
  if (known?.invite?.good === false) return t.value.entry.invitationSpent;
  return known?.registration === 'invite' && !known.invite ? t.value.entry.invitationNeeded : null;
};

const Newcomer = () => {
  const app = useCore();
  const { t, attempt, session } = app;
  const command = firstCommand(app);
  if (command !== null) {
    return (
      <div class="note" role="status">
        <Icon name="info" />
        <div>
          <p>{t.value.entry.noAccountYet[command]}</p>
          <code translate={false}>{COMMANDS[command]}</code>
        </div>
      </div>
    );
  }
  const why = closedBecause(app);
  return why === null ? (
    <>
      <Greeting />
      <Register />
    </>
  ) : (
    <>
      <p class="note" role="status">
        <Icon name="warn" />
        {why}
      </p>
      {session.admission.value?.registration === 'open' ? (
        <button type="button" onClick={() => attempt(session.withoutInvitation)}>
          {t.value.entry.withoutInvitation}
        </button>
      ) : null}
    </>
  );
};

export const Welcome = () => {
  const app = useCore();
  const {
    t,
    invitation,
    session: { signOutReason },
  } = app;
  const [isNew, setNew] = useState(invitation.invitation() !== null || isNewServer(app));
  const note = signOutReason.value && t.value.entry.signedOutReasons[signOutReason.value];
  return (
    <CardPage>
      <h1>{isNew ? t.value.entry.registerTitle : t.value.entry.signInTitle}</h1>
      {note ? (
        <p class="note" role="status">
          <Icon name="info" />
          {note}
        </p>
      ) : null}
      <fieldset class="tabs" aria-label={t.value.entry.signInTitle}>
        <button type="button" aria-pressed={!isNew} onClick={() => setNew(false)}>
          {t.value.entry.signIn}
        </button>
        <button type="button" aria-pressed={isNew} onClick={() => setNew(true)}>
          {t.value.entry.register}
        </button>
      </fieldset>
      {isNew ? <Newcomer /> : <SignIn />}
    </CardPage>
  );
};
