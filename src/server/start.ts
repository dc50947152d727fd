// Starts the server: the program and the end-to-end tests start the same thing.
import type { Config } from '../config/config';
import { shownSettings } from '../config/read';
import { DataDirectoryError } from '../db/file/data-directory-error';
import { resumeCalls } from '../features/calls/restore-live-calls';
import { startCallTimeouts } from '../features/calls/timeouts';
import { deleteExpired, startExpiry } from '../features/messages/expiry';
import { startHeartbeat } from '../features/socket/heartbeat';
import { reconcileParts } from '../features/upload/parts/reconcile';
import { type Prepare, trustAnswers } from '../http/answers';
import { startBackups } from '../operator/backup/schedule';
import type { Order } from '../operator/commands';
import { runCommand } from '../operator/commands';
import { isServed, SETTINGS, startControl } from '../operator/control-socket';
import { checkBeside, watchFreeSpace } from '../operator/self-check';
import { systemClock } from '../platform/clock';
import { folderOf } from '../platform/file-paths';
import type { Log } from '../platform/log';
import { CLOSE } from '../protocol/close-codes';
import {
  in_use_look_every_ms,
  in_use_patience_ms,
  relay_first_after_ms,
  turn_port_default,
} from '../protocol/limits';
import type { World } from '../world';
import { startHousekeeping } from './housekeeping';
import type { Listening } from './listen';
import { listen, mustBeListenable } from './listen';
import { openWorld } from './open-world';
import { relayOff } from './relay';

export interface Running {
  /** The address, once it accepts there: an authority may have to give a certificate first. */
  accepting: Promise<string>;
  world: World;
  /** Closes the sockets, lets running requests end, closes the database. */
  stop(): Promise<void>;
}

/** Another process has the directory: a command soon lets go of it, and a server stays. */
const openInTurn: typeof openWorld = async (config, ...rest) => {
  for (const end_at = Date.now() + in_use_patience_ms; ; await Bun.sleep(in_use_look_every_ms)) {
    try {
      return await openWorld(config, ...rest);
    } catch (error) {
      const isBusy = error instanceof DataDirectoryError && error.isInUse;
      if (!isBusy || Date.now() > end_at || (await isServed(config.data_dir))) throw error;
    }
  }
};

/** If it can't listen, it changes nothing. @throws DataDirectoryError, CertificateError, PortError */
export const start = async (
  config: Config,
  log: Log,
  clock = systemClock,
  prepare: Prepare = trustAnswers,
): Promise<Running> => {
  mustBeListenable(config);
  const relay_off = await relayOff(config);
  const { world, close, was_unclean } = await openInTurn(config, log, clock, relay_off);
  const { hub, ledger, presence, relay } = world;
  let listening: Listening;
  let resumed = 0;
  try {
    await world.disk.reconcile((id: string) => {
      const row = world.files.byId(id);
      return row && folderOf(row);
    });
    await reconcileParts(world);
    // Before anybody can ask for them.
    await deleteExpired(world);
    resumed = resumeCalls(world);
    listening = listen(world, prepare);
  } catch (error) {
    presence.stop();
    close();
    throw error;
  }
  const stopHeartbeat = startHeartbeat(world);
  const stopHousekeeping = startHousekeeping(world);
  // If a backup was reading, the start could not scrub the write-ahead log.
  world.walScrub.scheduleLog();
  const stops = [
    watchFreeSpace(world),
    startBackups(world),
    world.push.start(),
    startCallTimeouts(world),
  ];
  stops.push(startExpiry(world));
  if (was_unclean) stops.push(checkBeside(world));
  const stopControl = startControl(config.data_dir, async (order) => {
    const { command } = order as Order;
    return command === SETTINGS ? shownSettings(config) : runCommand(world, order as Order);
  });
  if (stopControl === undefined) {
    log.warn('commands cannot reach this server: the path of its data directory is too long');
  }
  if (relay_off === 'port_taken') {
    log.warn('no relay for calls: its port is taken; name another one, or free it', {
      port: turn_port_default,
    });
  }
  // A call that goes on after a restart needs it now; else the first answer comes first.
  const wait_ms = resumed > 0 ? 0 : relay_first_after_ms;
  const starting = setTimeout(() => void relay.ready(), wait_ms);
  return {
    accepting: listening.accepting,
    world,
    async stop() {
      stopHeartbeat();
      stopHousekeeping();
      for (const stop of stops) stop();
      await stopControl?.();
      presence.stop();
      world.walScrub.stop();
      world.search.stop();
      clearTimeout(starting);
      hub.closeAll(CLOSE.stopping, 'the server stops');
      await Promise.all([relay.stop(), listening.stop()]);
      await ledger.close();
      close();
    },
  };
};
