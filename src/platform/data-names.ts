// What lies in a data directory beside the uploads, by name. Each was chosen by the first version, and
// the data directories that people have hold it.

export const DATABASE = 'chat8.db';
export const LOCK = 'chat8.lock';
export const SECRETS = 'secrets.json';
export const AUDIT = 'audit.log';
/** Uploads that are not whole yet. */
export const INCOMING = 'incoming';
