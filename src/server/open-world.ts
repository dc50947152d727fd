// Opens the data directory, and puts together everything that a running server has.
import { randomBytes } from 'node:crypto';
import type { Config } from '../config/config';
import { DataDirectoryError } from '../db/file/data-directory-error';
import { type OpenDatabase, openDatabase } from '../db/file/open';
import { createFileDeletion } from '../db/file-deletion';
import { createEventLog } from '../db/ledger/event-log';
import { createLedger } from '../db/ledger/ledger';
import { createMeta } from '../db/meta';
import { openStores } from '../db/stores';
import { createWalScrub } from '../db/wal-scrub';
import { createNotifier } from '../features/push/notifier';
import { fanOut } from '../features/shared/fan-out';
import { createRateLimiter } from '../http/rate-limit';
import { createTickets } from '../http/tickets';
import { createTokens } from '../http/tokens';
import { protectUpgrade } from '../operator/backup/upgrade';
import type { Clock } from '../platform/clock';
import { systemClock } from '../platform/clock';
import { createCondition } from '../platform/condition';
import { createDisk } from '../platform/disk';
import { codeOf } from '../platform/error-code';
import { createFreeSpace } from '../platform/free-space';
import type { Log } from '../platform/log';
import { createPartialFiles } from '../platform/partial-files';
import type { Pushing } from '../push/pushing';
import { createCallFailures } from '../realtime/call-failures';
import type { OutgoingEvent } from '../realtime/events';
import { createHub, type PublishedEvent } from '../realtime/hub';
import { createLiveCalls } from '../realtime/live-calls';
import { userStatus } from '../realtime/outgoing';
import { createPresence } from '../realtime/presence';
import type { RelayOff } from '../relay/supervisor';
import { createPasswords } from '../values/password';
import type { World } from '../world';
import { openRelay } from './relay';
import { mustHaveGoodSecrets, settleSecrets } from './secrets';

/** Presence publishes its changes to friends, and keeps when somebody was last seen. */
const openPresence = (
  {
    users,
    friends,
    privacy,
    hub,
    ledger,
  }: Pick<World, 'users' | 'friends' | 'privacy' | 'hub' | 'ledger'>,
  clock: Clock,
  log: Log,
) =>
  createPresence({
    clock,
    changed(user_id, status) {
      const { username } = users.namesOf(user_id);
      const at = clock.now();
      const publish = (event: OutgoingEvent) => hub.publish({ ...event, at });
      const eventFor = (to: number) => userStatus(to, user_id, username, status);
      if (privacy.of(user_id).last_seen) fanOut({ friends }, user_id, publish, eventFor);
      else publish(eventFor(user_id));
    },
    seen: (user_id) =>
      void ledger
        .write(({ now }) => users.seen(user_id, now))
        .catch((error) => log.warn('last_seen could not be kept', { error })),
  });

interface Outside {
  config: Config;
  log: Log;
  clock: Clock;
  /** Why it relays no calls. Undefined: it does. */
  relay_off: RelayOff | undefined;
}

const assemble = (opened: OpenDatabase, { config, log, clock, relay_off }: Outside): World => {
  const { data_dir } = config;
  const { database, checkpointer } = opened;
  const hub = createHub();
  const eventLog = createEventLog(database);
  const stores = openStores(database, eventLog);
  const { users, privacy, sessions, endedSessions, files, partialUploads } = stores;
  const forget = () => {
    users.forgetNames();
    privacy.forget();
  };
  const { committed } = checkpointer;
  checkpointer.onFailure((error) => log.warn('commits wait for checkpoints now', { error }));
  let push: Pushing | undefined;
  const publish = (event: PublishedEvent) => {
    hub.publish(event);
    push?.published(event);
  };
  const ledger = createLedger({ database, eventLog, clock, log, publish, forget, committed });
  const meta = createMeta(database);
  const epoch = meta.once('epoch', () => randomBytes(12).toString('base64url'));
  const hasPeople = users.any();
  const secrets = settleSecrets({ data_dir, database, meta, hasPeople, log });
  const freeSpace = createFreeSpace(data_dir, config.free_bytes_min);
  const disk = createDisk(data_dir, freeSpace);
  const partialFiles = createPartialFiles(data_dir, freeSpace);
  const liveCalls = createLiveCalls((call_id) => relay.endCall(call_id));
  const relay_secret = secrets.relay;
  const relay = openRelay({ config, log, clock, liveCalls, relay_secret }, relay_off);
  const parts: Omit<World, 'push'> = {
    ...stores,
    config,
    log,
    clock,
    ledger,
    meta,
    eventLog,
    walScrub: createWalScrub(database, log),
    fileDeletion: createFileDeletion({ files, disk, partialUploads, partialFiles, ledger, log }),
    epoch,
    secret: Buffer.from(secrets.hashes, 'base64url'),
    drafts_uncompared_up_to: Number(meta.read('drafts_uncompared_up_to') ?? 0),
    restored_at: meta.time('restored_at'),
    hub,
    liveCalls,
    relay,
    relay_secret,
    callFailures: createCallFailures(log),
    presence: openPresence({ ...stores, hub, ledger }, clock, log),
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
    partialFiles,
    certificate: {},
    freeSpace,
    condition: createCondition(),
  };
  push = createNotifier({ ...parts, pushKeys: secrets });
  return { ...parts, push };
};

/** @throws DataDirectoryError */
export const openWorld = async (
  config: Config,
  log: Log,
  clock: Clock,
  relay_off: RelayOff | undefined,
) => {
  const { data_dir } = config;
  mustHaveGoodSecrets(data_dir);
  const opened = await openDatabase(data_dir, protectUpgrade(config, log));
  try {
    const world = assemble(opened, { config, log, clock, relay_off });
    return { world, close: opened.close, was_unclean: opened.was_unclean };
  } catch (error) {
    opened.close();
    // Not a Chat8, and for longer than anybody waits.
    if (codeOf(error) !== 'SQLITE_BUSY') throw error;
    throw new DataDirectoryError(`another program holds the database in ${data_dir}`);
  }
};

/** For a command when no server runs. @throws DataDirectoryError */
export const withWorld = async <Value>(
  config: Config,
  log: Log,
  act: (world: World) => Promise<Value>,
): Promise<Value> => {
  const { world, close } = await openWorld(config, log, systemClock, 'switched_off');
  try {
    return await act(world);
  } finally {
    world.presence.stop();
    world.walScrub.stop();
    await world.ledger.close();
    close();
  }
};
