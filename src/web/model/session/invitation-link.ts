// The invitation in the address: its code, and the key that its fragment pins.
import { signal } from '@preact/signals';
import type { Admission } from '../../../features/auth/model';
import type { Api } from '../net/api';
import type { Page } from '../parts';
import type { People } from '../people/people';
import { readonly } from '../readonly';

export interface Invitation {
  code: string;
  /** '' if the link has none. */
  key_id: string;
}

type Inviter = NonNullable<NonNullable<Admission['invite']>['inviter']>;

interface Needs {
  page: Page;
  api: Api;
  people: People;
}

/** As the server takes it; a longer one is none. */
const code_chars_max = 64;
const queryOf = (code: string): string => encodeURIComponent(code.slice(0, code_chars_max));

export const createInvitationLink = ({ page, api, people }: Needs) => {
  const invited = signal<{ inviter: Inviter | null; key_id: string } | null>(null);
  const invitation = (): Invitation | null => {
    const { pathname, hash } = page.address();
    const code = /^\/i\/([\w-]+)$/.exec(pathname)?.[1];
    const key_id = /^#([\w-]{43})$/.exec(hash)?.[1] ?? '';
    return code ? { code, key_id } : null;
  };
  const admit = (code?: string): Promise<Admission> =>
    api.get(`/auth/registration${code ? `?invite=${queryOf(code)}` : ''}`);
  return {
    invitation,
    /** An invitation that someone with an account followed; nobody's if it is good no more. */
    invited: readonly(invited),
    /** Who may register, and whether the invitation is good. */
    admit,
    leave(): void {
      if (page.address().pathname !== '/') page.replace('/');
    },
    /** Someone who has an account already followed an invitation; gives who is a friend already. */
    async offer({ code, key_id }: Invitation): Promise<number | undefined> {
      const { good = false, inviter = null } = (await admit(code)).invite ?? {};
      await people.loadFriends();
      if (inviter && people.friendOf(inviter.id)) return inviter.id;
      if (inviter || !good) invited.value = { inviter, key_id };
      return undefined;
    },
    dismissInvited(): void {
      invited.value = null;
    },
  };
};

export type InvitationLink = ReturnType<typeof createInvitationLink>;
