// Everything that a running server has; a feature names the few things that it needs.

import './protocol/limit-relations';
import type { Config } from './config/config';
import type { AccountDeletion } from './db/account-deletion/account-deletion';
import type { Blocks } from './db/blocks';
import type { Calls } from './db/calls';
import type { EndedSessions } from './db/ended-sessions';
import type { FileDeletion } from './db/file-deletion';
import type { Files } from './db/files';
import type { FriendLinks } from './db/friend-links';
import type { Friends } from './db/friends';
import type { Invites } from './db/invites';
import type { Keys } from './db/keys';
import type { KnownNetworks } from './db/known-networks';
import type { EventLog } from './db/ledger/event-log';
import type { Ledger } from './db/ledger/ledger';
import type { Messages } from './db/messages/messages';
import type { Retention } from './db/messages/retention';
import type { Search } from './db/messages/search';
import type { Meta } from './db/meta';
import type { PartialUploads } from './db/partial-uploads';
import type { PrivacyStore } from './db/privacy';
import type { DeadEndpoints, PushSettingsStore } from './db/push/settings';
import type { PushSubscriptions } from './db/push/subscriptions';
import type { PushUnread } from './db/push/unread';
import type { RefreshTokens } from './db/refresh-tokens';
import type { Sessions } from './db/sessions';
import type { StorageUsed } from './db/storage';
import type { Usage } from './db/usage';
import type { Users } from './db/users';
import type { WalScrub } from './db/wal-scrub';
import type { RateLimiter } from './http/rate-limit';
import type { Tickets } from './http/tickets';
import type { CertificateState } from './http/tls/certificate';
import type { Tokens } from './http/tokens';
import type { Clock } from './platform/clock';
import type { Condition } from './platform/condition';
import type { Disk } from './platform/disk';
import type { FreeSpace } from './platform/free-space';
import type { Log } from './platform/log';
import type { PartialFiles } from './platform/partial-files';
import type { Pushing } from './push/pushing';
import type { CallFailures } from './realtime/call-failures';
import type { Hub } from './realtime/hub';
import type { LiveCalls } from './realtime/live-calls';
import type { Presence } from './realtime/presence';
import type { RelaySupervisor } from './relay/supervisor';
import type { Passwords } from './values/password';

export interface World {
  config: Config;
  log: Log;
  clock: Clock;
  ledger: Ledger;
  meta: Meta;
  users: Users;
  sessions: Sessions;
  endedSessions: EndedSessions;
  refreshTokens: RefreshTokens;
  invites: Invites;
  knownNetworks: KnownNetworks;
  blocks: Blocks;
  friends: Friends;
  friendLinks: FriendLinks;
  messages: Messages;
  calls: Calls;
  files: Files;
  partialUploads: PartialUploads;
  keys: Keys;
  search: Search;
  storage: StorageUsed;
  walScrub: WalScrub;
  accountDeletion: AccountDeletion;
  retention: Retention;
  pushSubscriptions: PushSubscriptions;
  privacy: PrivacyStore;
  pushSettings: PushSettingsStore;
  deadEndpoints: DeadEndpoints;
  pushUnread: PushUnread;
  fileDeletion: FileDeletion;
  eventLog: EventLog;
  /** Identifies this history of the data; a restore changes it. */
  epoch: string;
  /** Keys the hashes of drafts and networks. */
  secret: Uint8Array;
  /** Drafts of messages up to this id were hashed with another secret. */
  drafts_uncompared_up_to: number;
  /** When the data came from a backup, ms; null if it never did. */
  restored_at: number | null;
  hub: Hub;
  liveCalls: LiveCalls;
  callFailures: CallFailures;
  presence: Presence;
  relay: RelaySupervisor;
  /** Signs the credentials of the relay. */
  relay_secret: string;
  push: Pushing;
  tokens: Tokens;
  tickets: Tickets;
  passwords: Passwords;
  rateLimiter: RateLimiter;
  disk: Disk;
  partialFiles: PartialFiles;
  usage: Usage;
  certificate: CertificateState;
  freeSpace: FreeSpace;
  condition: Condition;
}
