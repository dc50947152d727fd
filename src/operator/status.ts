import { version } from '../../package.json';
import { tellCertificate } from '../http/certificate';
import type { World } from '../world';
import { lastBackup } from './last';

/** What runs and how it is. */
export const status = (world: World) => {
  const users = world.users.all();
  const last = lastBackup(world.config.data_dir);
  return {
    version,
    running: world.hub.isServing(),
    uptime_s: world.hub.isServing() ? Math.round(process.uptime()) : 0,
    memory_bytes: process.memoryUsage.rss(),
    data_dir: world.config.data_dir,
    registration: world.config.registration,
    users: users.length,
    sockets: world.hub.count(),
    writes_waiting: world.ledger.waiting(),
    messages_newest: world.search.newest(),
    upload_bytes: users.reduce((sum, { id }) => sum + world.files.usedBy(id), 0),
    last_backup: last?.proven_at ?? 'none',
    last_backup_file: last?.file ?? 'none',
    ...tellCertificate(world.certificate),
  };
};
