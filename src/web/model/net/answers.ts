// The shapes of the answers that the client believes, by what they tell of.
import type { Admission, Sessions, SignedIn, Ticket } from '../../../features/auth/model';
import type { Conversations } from '../../../features/conversations/model';
import type { OwnKeys, PublicKey } from '../../../features/encryption/model';
import type { Blocks, Found, Requests } from '../../../features/friends/model';
import type { Invite } from '../../../features/invites/model';
import type { HistoryPage } from '../../../features/messages/model';
import type { Push } from '../../../features/push/model';
import type {
  AvatarUploaded,
  FileUploaded,
  Received,
  UploadBegun,
} from '../../../features/upload/model';
import type { Profile, Storage } from '../../../features/user/model';
import type { CallView, FileView, Message, Person } from '../../../protocol/objects';
import type { Kdf } from '../../crypto/kdf';
import { isFriend, isPerson, isPrivacy, isStatus, person, settings } from './people-shapes';
import type { Shape } from './shape';
import {
  isAnything,
  isCount,
  isFlag,
  isId,
  isText,
  isTime,
  listOf,
  maybe,
  oneOf,
  orNull,
  record,
} from './shape';

/** The members of an answer that the client reads. */
type TokenAnswer = Pick<SignedIn, 'access_token' | 'restored_at'>;
type VaultAnswer = Pick<OwnKeys, 'private_key_encrypted' | 'vault_version'>;
type KeyAnswer = Pick<PublicKey, 'public_key'>;
type Page = Pick<HistoryPage['pagination'], 'total' | 'next_before' | 'next_after'>;
export type HistoryAnswer = { messages: Message[]; pagination: Page };

/** What an account missed. */
export interface MissedAnswer {
  epoch: string;
  seq: number;
  resumed: boolean;
  events: unknown[];
  more: boolean;
}

/** RFC 7519, compact: whose it is is read from its middle part. */
const isToken = (value: unknown): value is string =>
  isText(value) && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value);

const isFile = record<FileView>({ id: isText, name: isText, size: isCount, type: isText });
const isCall = record<CallView>({
  id: isText,
  kind: oneOf('voice', 'video'),
  outcome: oneOf('answered', 'missed', 'cancelled', 'busy', 'rejected', 'failed'),
  duration_s: isCount,
});
export const isReactions = listOf(
  record<{ emoji: string; user_ids: number[] }>({ emoji: isText, user_ids: listOf(isId) }),
);
export const isMessage = record<Message>({
  id: isId,
  sender_id: isId,
  receiver_id: isId,
  content: isText,
  message_type: oneOf('text', 'image', 'file', 'audio', 'video'),
  timestamp: isTime,
  is_read: isFlag,
  is_encrypted: isFlag,
  client_id: maybe(isText),
  read_at: maybe(isTime),
  deleted: maybe(oneOf(true)),
  edited_at: maybe(isTime),
  reply_to: maybe(isId),
  reactions: maybe(isReactions),
  file: maybe(isFile),
  call: maybe(isCall),
  expires_at: maybe(isTime),
});

const isPage = record<Page>({
  total: isCount,
  next_before: orNull(isId),
  next_after: maybe(orNull(isId)),
});

/** By whose answer they come. */
export const answers = {
  admission: record<Admission>({
    registration: oneOf('open', 'invite', 'closed'),
    has_accounts: isFlag,
    invite: maybe(
      record<NonNullable<Admission['invite']>>({ good: isFlag, inviter: maybe(isPerson) }),
    ),
  }),
  token: record<TokenAnswer>({ access_token: isToken, restored_at: maybe(isTime) }),
  /** Its values are looked at where they are used, which refuses others by name. */
  kdf: record({
    alg: isText,
    m: isCount,
    t: isCount,
    p: isCount,
    salt: isText,
  }) as Shape<unknown> as Shape<Kdf>,
  ticket: record<Pick<Ticket, 'ticket'>>({ ticket: isText }),
  sessions: listOf(
    record<Sessions[number]>({
      id: isId,
      created_at: isTime,
      last_used_at: isTime,
      user_agent: isText,
      current: isFlag,
    }),
  ),
  profile: record<Profile>({
    ...person,
    email: isText,
    status: isStatus,
    created_at: isTime,
    last_login: isTime,
    privacy: isPrivacy,
  }),
  privacy: isPrivacy,
  /** What a change of one's profile is answered with. */
  changedProfile: record<Person & Pick<Profile, 'email'>>({
    ...person,
    email: isText,
  }),
  storage: record<Storage>({
    used: isCount,
    quota: isCount,
    files: isCount,
    messages: isCount,
    keys: isCount,
  }),
  avatarUploaded: record<AvatarUploaded>({ avatar_url: isText }),
  uploadBegun: record<UploadBegun>({ upload_id: isText }),
  uploadOffset: record<Received>({ offset: isCount }),
  fileUploaded: record<Pick<FileUploaded, 'file_id' | 'file_url'>>({
    file_id: isText,
    file_url: isText,
  }),
  vault: record<VaultAnswer>({ private_key_encrypted: isText, vault_version: isId }),
  vaultWritten: record<Pick<VaultAnswer, 'vault_version'>>({ vault_version: isId }),
  publicKey: record<KeyAnswer>({ public_key: isText }),
  publicKeys: listOf(orNull(record<KeyAnswer>({ public_key: isText }))),
  friends: listOf(isFriend),
  requests: listOf(
    record<Requests[number]>({
      request_id: isId,
      user: isPerson,
      message: isText,
      created_at: isTime,
    }),
  ),
  found: listOf(
    record<Found[number]>({
      ...person,
      is_friend: isFlag,
      request: oneOf('none', 'sent', 'received'),
    }),
  ),
  blocks: listOf(record<Blocks[number]>({ user: isPerson, created_at: isTime })),
  invite: record<Invite>({
    code: isText,
    link: isText,
    uses: isCount,
    used: isCount,
    expires_at: isTime,
    created_at: isTime,
    used_by: listOf(record<Invite['used_by'][number]>({ user: isPerson, used_at: isTime })),
  }),
  push: record<Push>({
    enabled: isFlag,
    why: orNull(oneOf('off', 'no_contact', 'contact_not_routable')),
    public_key: isText,
    dnd_until: orNull(isTime),
    calls_only: isFlag,
    subscriptions: listOf(
      record<Push['subscriptions'][number]>({
        id: isId,
        device: isText,
        current: isFlag,
        created_at: isTime,
        sent_at: orNull(isTime),
        shown_at: orNull(isTime),
        waiting: isCount,
        state: oneOf('good', 'quiet', 'renew', 'gone'),
        why: orNull(isText),
        show: oneOf('nothing', 'name', 'text'),
        quiet: orNull(
          record<{ from: string; to: string; zone: string }>({
            from: isText,
            to: isText,
            zone: isText,
          }),
        ),
      }),
    ),
  }),
  subscribed: record<{ renew_token: string }>({ renew_token: isText }),
  pushTested: record<{ push_id: string }>({ push_id: isText }),
  message: isMessage,
  /** Each event is looked at by itself, as a frame is. */
  missed: record<MissedAnswer>({
    epoch: isText,
    seq: isCount,
    resumed: isFlag,
    events: listOf(isAnything),
    more: isFlag,
  }),
  history: record<HistoryAnswer>({ messages: listOf(isMessage), pagination: isPage }),
  conversations: listOf(
    record<Conversations[number]>({
      friend: isFriend,
      last_message: isMessage,
      unread_count: isCount,
      ...settings,
    }),
  ),
  /** How one has a conversation, as far as it is arranged. */
  arranged: record({
    pinned: settings.pinned,
    archived: settings.archived,
    unread: settings.unread,
  }),
  lifetime: record<{ expires_in: number | null }>({ expires_in: orNull(isCount) }),
  silenced: record<{ muted_until: string | null }>({ muted_until: orNull(isTime) }),
} as const;
