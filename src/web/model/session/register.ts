// Creates an account. If it was by an invitation, the inviter's key is pinned immediately.
import { trimName } from '../../../protocol/names';
import type { Engine } from '../../crypto/engine';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import type { Links } from '../people/links';
import type { People } from '../people/people';
import type { Device } from '../store/device';
import type { Account } from './account';
import type { InvitationLink } from './invitation-link';
import type { SignOut } from './sign-out';
import type { SignedInLifecycle } from './signed-in-loading';
import type { Unlock } from './unlock';

export interface Newcomer {
  username: string;
  email: string;
  password: string;
}

interface Needs {
  engine: Engine;
  api: Api;
  links: Links;
  account: Account;
  device: Device;
  people: People;
  link: InvitationLink;
  loadSignedIn: () => Promise<SignedInLifecycle>;
  signOut: SignOut;
  unlock: Unlock;
}

export const createRegister = (needs: Needs) => {
  const { engine, api, account, device, links, loadSignedIn, people, link, signOut, unlock } =
    needs;
  return {
    async register({ password, ...names }: Newcomer): Promise<void> {
      const [username, email] = [trimName(names.username), trimName(names.email)];
      await signOut.settleOwed();
      const kdf = await engine.newKdf();
      // Before anything is asked for: nobody is half signed in.
      const [auth] = await Promise.all([engine.derive(password, kdf), loadSignedIn()]);
      const invite = link.invitation();
      const { access_token } = await api.ask('POST', '/auth/register', answers.token, {
        open: true,
        body: {
          username,
          email,
          password: auth,
          confirm_password: auth,
          kdf,
          cookie: true,
          ...(invite ? { invite: invite.code } : {}),
        },
      });
      link.leave();
      api.setToken(access_token);
      await device.put('was here', true);
      await account.load();
      if (invite) await people.loadFriends().catch(() => {});
      const [friend] = people.friends.value;
      const inviter_id = (invite && link.inviterShown()?.id) ?? friend?.id ?? 0;
      if (inviter_id !== 0) await unlock.invitedBy(inviter_id);
      // The vault holds it before anything is shown, and sealed; proving is made up for later.
      await unlock.create(async () => {
        if (invite) await links.followed(invite, inviter_id);
        // Whom else the list of friends names as its maker.
        await links.settle(people.friends.value);
      });
    },
  };
};
