// What /metrics shows besides requests; nothing here reads a table with each request.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Measures } from '../http/metrics';
import { DATABASE } from '../platform/data-names';
import type { World } from '../world';
import { lastBackup } from './backup/last';
import { pushMeasures } from './push';
import { relayMeasures } from './relay';

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** Of backups and certificates. */
const safetyGauges = ({ config, condition, certificate }: World): Measures['gauges'] => {
  const last = () => lastBackup(config.data_dir);
  return {
    backup_proven_timestamp_seconds: {
      help: 'When the last backup was made that is proven restorable; 0 without one',
      value: () => Date.parse(last()?.proven_at ?? '1970-01-01') / 1_000,
    },
    backup_bytes: { help: 'Size of that backup', value: () => last()?.bytes ?? 0 },
    backup_failing: {
      help: '1 if the last scheduled backup failed',
      value: () => Number(condition.backup_fault !== undefined),
    },
    certificate_expires_timestamp_seconds: {
      help: 'When the certificate in use expires; 0 without one',
      value: () => (certificate.used?.to ?? 0) / 1_000,
    },
    certificate_failing: {
      help: '1 while the next certificate is not to be had, or not to be used',
      value: () => Number(certificate.trouble !== undefined),
    },
  };
};

export const measures = (world: World): Measures => {
  const { hub, ledger, search, usage, condition, config } = world;
  const database = join(config.data_dir, DATABASE);
  const relay = relayMeasures(world);
  return {
    refresh: relay.refresh,
    gauges: {
      ...pushMeasures.gauges(world),
      ...relay.gauges,
      sockets: { help: 'Connected devices', value: () => hub.count() },
      writes_waiting: { help: 'Jobs that wait for a commit', value: () => ledger.waiting() },
      messages_newest: { help: 'The newest id of a message', value: () => search.newest() },
      users: { help: 'Accounts', value: () => usage.totals().users },
      uploads: { help: 'Files and avatars', value: () => usage.totals().uploads },
      upload_bytes: { help: 'Space they take', value: () => usage.totals().upload_bytes },
      database_bytes: { help: 'Size of the database', value: () => sizeOf(database) },
      database_log_bytes: {
        help: 'Size of its write-ahead log',
        value: () => sizeOf(`${database}-wal`),
      },
      free_bytes: { help: 'Free on the disk of the data', value: () => condition.free_bytes },
      uploads_refused: {
        help: '1 while uploads are refused for want of room',
        value: () => Number(condition.room === 'short'),
      },
      data_faults: {
        help: '1 if the check after an unclean stop found faults',
        value: () => Number(condition.check === 'found faults'),
      },
      ...safetyGauges(world),
    },
    counters: {
      ...relay.counters,
      writes_total: { help: 'Jobs committed', value: () => ledger.counts().committed },
      writes_failed_total: {
        help: 'Jobs that could not be stored',
        value: () => ledger.counts().failed,
      },
      deliveries_total: { help: 'Events handed to devices', value: () => hub.delivered() },
      backups_failed_total: {
        help: 'Scheduled backups that failed',
        value: () => condition.backups_failed,
      },
    },
    labelled: { ...pushMeasures.byService(world), ...relay.labelled },
    histograms: {
      commit_seconds: { help: 'Time of a commit with its fsync', of: ledger.commit_s },
      queue_seconds: {
        help: 'Time that jobs waited for their commit to begin',
        of: ledger.queue_s,
      },
    },
  };
};
