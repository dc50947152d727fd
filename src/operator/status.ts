// What the operator is told of the server.
import { version } from '../../package.json';
import { certificateStatus } from '../http/tls/certificate';
import { toRfc3339 } from '../platform/clock';
import { descriptorsMax } from '../platform/descriptors/descriptors';
import type { World } from '../world';
import { lastBackup } from './backup/last';
import { pushStatus } from './push';
import { relayStatus } from './relay';

const ROOM = {
  enough: 'enough',
  low: 'low: make some, or uploads will be refused',
  short: 'short: uploads are refused',
};

/** What runs and how it is. */
export const status = async (world: World) => {
  const { users, uploads, upload_bytes } = world.usage.fresh();
  const { used, free, page_bytes } = world.databasePages.counts();
  const { check, backup_fault, origin_refused, proxy_unnamed, crowded_at } = world.condition;
  const { room, free_bytes } = await world.freeSpace.check();
  const last = lastBackup(world.config.data_dir);
  return {
    version,
    running: world.hub.isServing(),
    uptime_s: world.hub.isServing() ? Math.round(process.uptime()) : 0,
    memory_bytes: process.memoryUsage.rss(),
    data_dir: world.config.data_dir,
    registration: world.config.registration,
    users,
    sockets: world.hub.count(),
    writes_waiting: world.ledger.waiting(),
    messages_newest: world.search.newest(),
    uploads,
    upload_bytes,
    database_bytes: (used + free) * page_bytes,
    database_free_bytes: free * page_bytes,
    disk_free_bytes: free_bytes,
    room: ROOM[room],
    open_files_max: descriptorsMax() ?? 'unlimited',
    ...(crowded_at !== undefined && { crowded_at: toRfc3339(crowded_at) }),
    check_after_crash: check,
    last_backup: last?.proven_at ?? 'none',
    last_backup_file: last?.file ?? 'none',
    last_backup_sealed: last?.is_sealed ?? false,
    last_backup_missing: last?.uploads_missing ?? 0,
    backup_fault: backup_fault ?? 'none',
    origin_refused: origin_refused?.origin ?? 'none',
    ...(origin_refused && {
      origin_own: origin_refused.own,
      origin_refused_at: toRfc3339(origin_refused.at),
    }),
    ...(proxy_unnamed && {
      proxy_unnamed: proxy_unnamed.address,
      proxy_unnamed_at: toRfc3339(proxy_unnamed.at),
    }),
    ...certificateStatus(world.certificate),
    ...pushStatus(world),
    ...(await relayStatus(world)),
  };
};
