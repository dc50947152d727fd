// The invitation in the address: its code, and the key that its fragment pins.
import { signal } from '@preact/signals';
import type { Admission } from '../../../features/auth/model';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { isRefusal } from '../net/api-error';
import type { FollowedLink, Links } from '../people/links';
import type { People } from '../people/people';
import type { Tab } from '../platform';
import { readonly } from '../readonly';

type Inviter = NonNullable<NonNullable<Admission['invite']>['inviter']>;

interface Needs {
  tab: Tab;
  api: Api;
  links: Pick<Links, 'pinInviter'>;
  people: People;
}

/** As the server takes it; a longer one is none. */
const code_chars_max = 64;
const queryOf = (code: string): string => encodeURIComponent(code.slice(0, code_chars_max));

export const createInvitationLink = ({ tab, api, links, people }: Needs) => {
  const invited = signal<{ inviter: Inviter | null; link: FollowedLink } | null>(null);
  let followed: FollowedLink | null | undefined;
  const read = (): FollowedLink | null => {
    const { pathname, hash } = tab.address();
    const code = /^\/i\/([\w-]+)$/.exec(pathname)?.[1];
    // Who redirects a page may have put another fragment there.
    const form = /^#([\w-]{43})\.([\w-]{22})$/;
    const [, key_id = '', secret = ''] = tab.wasRedirected() ? [] : (form.exec(hash) ?? []);
    return code ? { code, key_id, secret } : null;
  };
  /** Read once, before anything else happens to the address. */
  const invitation = (): FollowedLink | null => {
    followed = followed === undefined ? read() : followed;
    return followed;
  };
  let shown: Inviter | undefined;
  const admit = async (code?: string): Promise<Admission> => {
    const path = `/auth/registration${code ? `?invite=${queryOf(code)}` : ''}`;
    const admission = await api.get(path, answers.admission);
    shown = admission.invite?.inviter;
    return admission;
  };
  return {
    invitation,
    /** An invitation that someone with an account followed; nobody's if it is good no more. */
    invited: readonly(invited),
    /** Who may register, and whether the invitation is good. */
    admit,
    /** Who is said to have made it, where somebody decides to follow it. */
    inviterShown: (): Inviter | undefined => shown,
    leave(): void {
      followed = null;
      if (tab.address().pathname !== '/') tab.replace('/');
    },
    /** Someone who has an account already followed an invitation; gives who is a friend already. */
    async offer(link: FollowedLink): Promise<number | undefined> {
      const { good = false, inviter = null } = (await admit(link.code)).invite ?? {};
      await people.loadFriends();
      if (inviter && people.friendOf(inviter.id)) {
        await links.pinInviter(link, inviter.id);
        return inviter.id;
      }
      if (inviter || !good) invited.value = { inviter, link };
      return undefined;
    },
    /**
     * Friends at once; gives who invited. Null if the invitation is good no more by now, which is said in
     * the place of the question. @throws ApiError
     */
    async accept(): Promise<Inviter | null> {
      const asked = invited.value;
      if (asked === null || asked.inviter === null) return null;
      try {
        await people.acceptInvite(asked.link, asked.inviter.id);
      } catch (error) {
        if (!isRefusal(error, 'registrationClosed')) throw error;
        invited.value = { ...asked, inviter: null };
        return null;
      }
      invited.value = null;
      return asked.inviter;
    },
    dismissInvited(): void {
      invited.value = null;
    },
  };
};

export type InvitationLink = ReturnType<typeof createInvitationLink>;
