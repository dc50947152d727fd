// The secrets that this server starts with: those of its file, those that an older program kept in
// the database, or new ones.
import { truncateWal } from '../db/file/checkpoint';
import { DataDirectoryError } from '../db/file/data-directory-error';
import type { OpenDatabase } from '../db/file/open';
import { forgetKeyed, forgetOldSecrets } from '../db/file/secret-change';
import type { Meta } from '../db/meta';
import type { Log } from '../platform/log';
import type { KeptSecrets, Secrets } from '../platform/secrets';
import { newSecrets, readSecrets, SecretsError, writeSecrets } from '../platform/secrets';

interface Parts {
  data_dir: string;
  database: OpenDatabase['database'];
  meta: Meta;
  /** False for a new database. */
  hasPeople: boolean;
  log: Log;
}

/** Before the database is opened, so that a refusal changes no file. @throws DataDirectoryError */
export const mustHaveGoodSecrets = (data_dir: string): void => {
  try {
    readSecrets(data_dir);
  } catch (error) {
    if (error instanceof SecretsError) throw new DataDirectoryError(error.message);
    throw error;
  }
};

const takeOver = (meta: Meta): KeptSecrets | undefined => {
  const [tokens, hashes] = [meta.read('jwt_secret'), meta.read('secret')];
  if (hashes === undefined) return undefined;
  return { tokens: tokens ?? newSecrets().tokens, hashes };
};

/** The old database forgets them once the file has them, its write-ahead log too. */
const forget = (database: OpenDatabase['database']) => {
  if (forgetOldSecrets(database)) truncateWal(database, 0);
};

export const settleSecrets = (parts: Parts): Secrets => {
  const { data_dir, database, meta, hasPeople, log } = parts;
  // Only now that the directory is ours: a moment ago a command may have been making them.
  const kept = readSecrets(data_dir);
  const secrets = { ...newSecrets(), ...(kept ?? takeOver(meta)) };
  const isWhole = kept?.vapid !== undefined && kept.receipts !== undefined && !!kept.relay;
  if (kept === undefined) {
    const isLost = meta.read('secret') === undefined && hasPeople;
    if (isLost) {
      log.warn('secrets.json is missing: new secrets are made, and everybody has to sign in again');
      database.transaction(() => forgetKeyed(database))();
    }
  }
  if (!isWhole) writeSecrets(data_dir, secrets);
  forget(database);
  return secrets;
};
