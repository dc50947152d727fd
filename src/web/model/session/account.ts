// The own account, except keys: name, picture, status, storage.
import { signal } from '@preact/signals';
import type { Profile } from '../../../features/user/model';
import { trimName } from '../../../protocol/names';
import type { Privacy, Status } from '../../../protocol/objects';
import { createSerialQueue } from '../../serial-queue';
import { answers } from '../net/answers';
import type { Api } from '../net/api';
import { malformed } from '../net/api-error';
import { readonly } from '../readonly';
import type { LocalStore } from '../store/local-store';
import { LAST_ID, LAST_NAME } from '../store/names';

interface Names {
  username: string;
  display_name?: string;
  email: string;
}

/** What an earlier build did not keep. */
const EARLIER: Pick<Profile, 'display_name' | 'privacy'> = {
  display_name: '',
  privacy: { last_seen: true, read_receipts: true, typing: true },
};

const withoutUnchanged = (names: Names, typed: Names, before: Names | undefined): Partial<Names> =>
  Object.fromEntries(
    Object.entries(names).filter(
      ([name]) => before?.[name as keyof Names] !== typed[name as keyof Names],
    ),
  );

/** Of two presses the later one holds, here and at the server. */
const createSwitches = (api: Api, changed: (change: Partial<Profile>) => void) => {
  const inOrder = createSerialQueue();
  return {
    setStatus: (status: Status): Promise<void> =>
      inOrder(async () => {
        await api.put('/user/status', { status });
        changed({ status });
      }),
    setPrivacy: (change: Partial<Privacy>): Promise<void> =>
      inOrder(async () =>
        changed({ privacy: await api.put('/user/privacy', change, answers.privacy) }),
      ),
  };
};

export const createAccount = (api: Api, localStore: LocalStore) => {
  const me = signal<Profile | null>(null);
  let isOther = false;
  /** As the server tells of it. */
  const changed = (change: Partial<Profile>): void => {
    if (me.value) me.value = { ...me.value, ...change };
  };
  return {
    /** The signed-in user; null before someone is. */
    me: readonly(me),
    /** 0 before someone is signed in. */
    userId: (): number => me.value?.id ?? 0,
    changed,
    /** As this device knew it. */
    restore(profile: Profile): void {
      me.value = { ...EARLIER, ...profile };
      api.setOwner(profile.id);
    },
    /** `typed` is the name that signed in. @throws ApiError, also if it is somebody else's profile */
    async load(typed = ''): Promise<void> {
      const profile = await api.get('/user/profile', answers.profile);
      if (!api.isFor(profile.id)) throw malformed();
      const [name, id] = [localStore.get(LAST_NAME), Number(localStore.get(LAST_ID) ?? profile.id)];
      isOther = id !== profile.id && name !== null && [typed, profile.username].includes(name);
      me.value = profile;
      api.setOwner(profile.id);
      localStore.set(LAST_NAME, profile.username);
    },
    /** Under this name this device knew another account: the server may have made this one up. */
    isOther: (): boolean => isOther,
    /** The vault is open, or a new one was wanted. */
    remember(): void {
      if (me.value) localStore.set(LAST_ID, String(me.value.id));
    },
    /** What is as it was `before` is not sent: another device may have changed it since. */
    async rename({ username, display_name, email }: Names, before?: Names): Promise<void> {
      const own = me.value;
      // An unchanged name is sent as it is, because it may be older than today's rules.
      const names = {
        username: username === own?.username ? username : trimName(username),
        email: email === own?.email ? email : trimName(email),
        ...(display_name === undefined ? {} : { display_name }),
      };
      const typed = { username, email, ...(display_name === undefined ? {} : { display_name }) };
      const changes = withoutUnchanged(names, typed, before);
      if (Object.keys(changes).length === 0) return;
      changed(await api.put('/user/profile', changes, answers.changedProfile));
    },
    async clearAvatar(): Promise<void> {
      changed(await api.put('/user/profile', { avatar: '' }, answers.changedProfile));
    },
    /** A square picture. */
    async setAvatar(picture: Blob): Promise<void> {
      const form = new FormData();
      form.set('file', picture, 'avatar.webp');
      const { avatar_url } = await api.ask('POST', '/upload/avatar', answers.avatarUploaded, {
        body: form,
      });
      changed({ avatar: avatar_url });
    },
    ...createSwitches(api, changed),
    storage: () => api.get('/user/storage', answers.storage),
    /** A ZIP of everything. */
    exportAll: (): Promise<Blob> => api.download('/user/export'),
  };
};

export type Account = ReturnType<typeof createAccount>;
