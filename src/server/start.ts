// Starts the server: the program and the end-to-end tests start the same thing.
import { randomBytes } from 'node:crypto';
import { type Config, shownSettings } from '../config/read';
import { createAccountDeletion } from '../db/account-deletion';
import { createBlocks } from '../db/blocks';
import { createEndedSessions } from '../db/ended-sessions';
import { createEventLog } from '../db/event-log';
import { overDrizzle } from '../db/file/drizzle';
import { openDatabase } from '../db/file/open';
import { createFileDeletion } from '../db/file-deletion';
import { createFiles } from '../db/files';
import { createFriends } from '../db/friends';
import { createInvites } from '../db/invites';
import { createKeys } from '../db/keys';
import { createKnownNetworks } from '../db/known-networks';
import { createLedger } from '../db/ledger';
import { createMessages } from '../db/messages';
import { createMeta } from '../db/meta';
import { createRefreshTokens } from '../db/refresh-tokens';
import { createRetention } from '../db/retention';
import { createSearch } from '../db/search';
import { createSessions } from '../db/sessions';
import { createUsage } from '../db/usage';
import { createUsers } from '../db/users';
import { createWalScrub } from '../db/wal-scrub';
import { fanOut } from '../features/shared/fan-out';
import { startHeartbeat } from '../features/socket/heartbeat';
import { type Prepare, trustAnswers } from '../http/answers';
import { createRateLimiter } from '../http/rate-limit';
import { createTickets } from '../http/tickets';
import { createTokens } from '../http/tokens';
import { startBackups } from '../operator/backup/schedule';
import { protectUpgrade } from '../operator/backup/upgrade';
import type { Order } from '../operator/commands';
import { runCommand } from '../operator/commands';
import { startControl } from '../operator/control-socket';
import { checkBeside, watchFreeSpace } from '../operator/self-check';
import type { Clock } from '../platform/clock';
import { systemClock } from '../platform/clock';
import { createCondition } from '../platform/condition';
import { createDisk } from '../platform/disk';
import { createFreeSpace } from '../platform/free-space';
import type { Log } from '../platform/log';
import { CLOSE } from '../protocol/close-codes';
import type { OutgoingEvent } from '../realtime/events';
import { createHub } from '../realtime/hub';
import { userStatus } from '../realtime/outgoing';
import { createPresence } from '../realtime/presence';
import { createPasswords } from '../values/password';
import type { World } from '../world';
import { startHousekeeping } from './housekeeping';
import type { Listening } from './listen';
import { listen, mustBeListenable } from './listen';
import { keptSecrets, settleSecrets } from './secrets';

export interface Running {
  /** The address, once it accepts there: an authority may have to give a certificate first. */
  accepting: Promise<string>;
  world: World;
  /** Says goodbye to the sockets, lets running requests end, closes the database. */
  stop(): Promise<void>;
}

const openWorld = async (config: Config, log: Log, clock: Clock) => {
  const { data_dir } = config;
  const kept = keptSecrets(data_dir);
  const opened = await openDatabase(data_dir, protectUpgrade(config, log));
  const { database, close, was_unclean } = opened;
  const db = overDrizzle(database);
  const hub = createHub();
  const eventLog = createEventLog(database);
  const ledger = createLedger({ database, eventLog, clock, log, publish: hub.publish });
  const meta = createMeta(database);
  const epoch = meta.once('epoch', () => randomBytes(12).toString('base64url'));
  const users = createUsers(db, database);
  const secrets = settleSecrets({
    data_dir,
    kept,
    database,
    meta,
    hasPeople: users.any(),
    log,
  });
  const endedSessions = createEndedSessions(database);
  const sessions = createSessions(db, endedSessions);
  const friends = createFriends(db, database);
  const files = createFiles(db);
  const search = createSearch(database);
  const freeSpace = createFreeSpace(config.data_dir, config.free_bytes_min);
  const disk = createDisk(config.data_dir, freeSpace);
  const presence = createPresence({
    clock,
    changed(user_id, status) {
      const username = users.byId(user_id)?.username ?? '';
      const at = clock.now();
      const publish = (event: OutgoingEvent) => hub.publish({ ...event, at });
      fanOut({ friends }, user_id, publish, (to) => userStatus(to, user_id, username, status));
    },
    seen: (user_id) =>
      void ledger
        .write(({ now }) => users.seen(user_id, now))
        .catch((error) => log.warn('last_seen could not be kept', { error })),
  });
  const world: World = {
    config,
    log,
    clock,
    ledger,
    meta,
    users,
    sessions,
    endedSessions,
    refreshTokens: createRefreshTokens(db),
    invites: createInvites(db),
    knownNetworks: createKnownNetworks(db),
    blocks: createBlocks(db),
    friends,
    messages: createMessages(database),
    files,
    keys: createKeys(db),
    search,
    walScrub: createWalScrub(database, log),
    accountDeletion: createAccountDeletion(database, search, eventLog, endedSessions),
    retention: createRetention(database),
    fileDeletion: createFileDeletion({ files, disk, ledger, log }),
    eventLog,
    epoch,
    secret: Buffer.from(secrets.hashes, 'base64url'),
    drafts_uncompared_up_to: Number(meta.read('drafts_uncompared_up_to') ?? 0),
    restored_at: meta.time('restored_at'),
    hub,
    presence,
    tokens: createTokens({
      secret: config.jwt_secret ?? secrets.tokens,
      ttl_s: config.token_ttl_s,
      clock,
      sessionUser: (id) => sessions.byId(id)?.user_id,
      reasonOf: endedSessions.reasonOf,
    }),
    tickets: createTickets(clock),
    passwords: createPasswords(),
    rateLimiter: createRateLimiter(clock, config.rate_limit),
    disk,
    certificate: {},
    usage: createUsage(database),
    freeSpace,
    condition: createCondition(),
  };
  return { world, close, was_unclean };
};

/** For a command where no server runs. @throws DataDirectoryError */
export const withWorld = async <Value>(
  config: Config,
  log: Log,
  act: (world: World) => Promise<Value>,
): Promise<Value> => {
  const { world, close } = await openWorld(config, log, systemClock);
  try {
    return await act(world);
  } finally {
    world.presence.stop();
    world.walScrub.stop();
    await world.ledger.close();
    close();
  }
};

/** What it can't listen with changes nothing. @throws DataDirectoryError, CertificateError, PortError */
export const start = async (
  config: Config,
  log: Log,
  clock = systemClock,
  prepare: Prepare = trustAnswers,
): Promise<Running> => {
  mustBeListenable(config);
  const { world, close, was_unclean } = await openWorld(config, log, clock);
  const { hub, ledger, presence } = world;
  let listening: Listening;
  try {
    await world.disk.reconcile((id: string) => {
      const row = world.files.byId(id);
      return row && (row.receiver_id === null ? 'avatars' : 'files');
    });
    listening = listen(world, prepare);
  } catch (error) {
    presence.stop();
    close();
    throw error;
  }
  const stopHeartbeat = startHeartbeat(world);
  const stopHousekeeping = startHousekeeping(world);
  // Where a backup was reading, the start could not empty the log of what was deleted.
  world.walScrub.schedule();
  const stops = [watchFreeSpace(world), startBackups(world)];
  if (was_unclean) stops.push(checkBeside(world));
  const stopControl = startControl(config.data_dir, async (order) => {
    const { command } = order as Order;
    return command === 'settings' ? shownSettings(config) : runCommand(world, order as Order);
  });
  if (stopControl === undefined) {
    log.warn('commands can not reach this server: the path of its data directory is too long');
  }
  return {
    accepting: listening.accepting,
    world,
    async stop() {
      stopHeartbeat();
      stopHousekeeping();
      for (const stop of stops) stop();
      stopControl?.();
      presence.stop();
      world.walScrub.stop();
      hub.closeAll(CLOSE.stopping, 'the server stops');
      await listening.stop();
      await ledger.close();
      close();
    },
  };
};
