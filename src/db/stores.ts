// All stores over one database.
import type { Database } from 'bun:sqlite';
import { createAccountDeletion } from './account-deletion/account-deletion';
import { createBlocks } from './blocks';
import { createCalls } from './calls';
import { createEndedSessions } from './ended-sessions';
import { overDrizzle } from './file/drizzle';
import { createDatabasePages } from './file/pages';
import { createReadTransaction } from './file/read-transaction';
import { createFiles } from './files';
import { createFriendLinks } from './friend-links';
import { createFriends } from './friends';
import { createInvites } from './invites';
import { createKeys } from './keys';
import { createKnownNetworks } from './known-networks';
import type { EventLog } from './ledger/event-log';
import { createMessages } from './messages/messages';
import { createRetention } from './messages/retention';
import { createSearch } from './messages/search';
import { createPartialUploads } from './partial-uploads';
import { createPrivacy } from './privacy';
import { createDeadEndpoints } from './push/dead-endpoints';
import { createPushSettings } from './push/settings';
import { createPushSubscriptions } from './push/subscriptions';
import { createPushUnread } from './push/unread';
import { createRefreshTokens } from './refresh-tokens';
import { createSessions } from './sessions';
import { createStorage } from './storage';
import { createUsage } from './usage';
import { createUsers } from './users';

export const openStores = (database: Database, eventLog: EventLog) => {
  const db = overDrizzle(database);
  const endedSessions = createEndedSessions(db);
  const search = createSearch(database);
  return {
    users: createUsers(db, database),
    endedSessions,
    sessions: createSessions(db, endedSessions),
    refreshTokens: createRefreshTokens(db),
    invites: createInvites(db),
    knownNetworks: createKnownNetworks(db),
    blocks: createBlocks(db),
    friends: createFriends(db, database),
    friendLinks: createFriendLinks(db),
    messages: createMessages(database),
    calls: createCalls(db),
    files: createFiles(db),
    partialUploads: createPartialUploads(db),
    keys: createKeys(db),
    search,
    accountDeletion: createAccountDeletion(db, search, eventLog, endedSessions),
    retention: createRetention(db),
    pushSubscriptions: createPushSubscriptions(db),
    privacy: createPrivacy(db, database),
    pushSettings: createPushSettings(db),
    deadEndpoints: createDeadEndpoints(db),
    pushUnread: createPushUnread(database),
    storage: createStorage(database),
    usage: createUsage(db),
    databasePages: createDatabasePages(database),
    readTransaction: createReadTransaction(database),
  };
};
