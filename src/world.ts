// Everything that a running server has; services name the few things of it that they need.
import type { Condition } from './condition';
import type { Config } from './config';
import type { Blocks } from './db/blocks';
import type { Eraser } from './db/eraser';
import type { Erasure } from './db/erasure';
import type { EventLog } from './db/events';
import type { Files } from './db/files';
import type { Friends } from './db/friends';
import type { Homes } from './db/homes';
import type { Invites } from './db/invites';
import type { Keys } from './db/keys';
import type { Ledger } from './db/ledger';
import type { Messages } from './db/messages';
import type { Meta } from './db/meta';
import type { Refreshes } from './db/refreshes';
import type { Retention } from './db/retention';
import type { Search } from './db/search';
import type { Sessions } from './db/sessions';
import type { Shredder } from './db/shredder';
import type { Users } from './db/users';
import type { CertificateState } from './http/certificate';
import type { Pace } from './http/pace';
import type { Tickets, Tokens } from './http/tokens';
import type { Clock } from './platform/clock';
import type { Disk } from './platform/disk';
import type { Headroom } from './platform/headroom';
import type { Log } from './platform/log';
import type { Passwords } from './platform/password';
import type { Hub } from './realtime/hub';
import type { Presence } from './realtime/presence';

export interface World {
  config: Config;
  log: Log;
  clock: Clock;
  ledger: Ledger;
  meta: Meta;
  users: Users;
  sessions: Sessions;
  refreshes: Refreshes;
  invites: Invites;
  homes: Homes;
  blocks: Blocks;
  friends: Friends;
  messages: Messages;
  files: Files;
  keys: Keys;
  search: Search;
  eraser: Eraser;
  erasure: Erasure;
  retention: Retention;
  shredder: Shredder;
  eventLog: EventLog;
  /** Names this life of the data; another after a restore. */
  epoch: string;
  /** Keys the hashes that must mean nothing to whoever reads the database. */
  secret: Uint8Array;
  hub: Hub;
  presence: Presence;
  tokens: Tokens;
  tickets: Tickets;
  passwords: Passwords;
  pace: Pace;
  disk: Disk;
  certificate: CertificateState;
  headroom: Headroom;
  condition: Condition;
}
