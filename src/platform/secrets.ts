// The secrets of a server, in a file of their own beside the database: whoever steals a backup
// signs nothing with it. 0600, whole or not there, in no backup.

import { createECDH, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../protocol/errors';
import { SECRETS } from './data-names';
import { writeDurably } from './durable';

export interface Secrets {
  /** Signs tokens; any text. */
  tokens: string;
  /** Keys the hashes of drafts and networks; 32 bytes in base64url. */
  hashes: string;
  /** The private key by which push services know this server (RFC 8292): a P-256 scalar, base64url. */
  vapid: string;
  /** Keys what push notifications carry back; 32 bytes in base64url. */
  receipts: string;
  /** Signs the credentials of the relay; 32 bytes in base64url. */
  relay: string;
}

/** Of a program from before push there are two, of one from before the relay four. */
export type KeptSecrets = Pick<Secrets, 'tokens' | 'hashes'> & Partial<Secrets>;

const key_bytes = 32;
const token_key_bytes = 48;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

const newVapid = (): string => {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  // Leading zeros are left out.
  return Buffer.from(pair.getPrivateKey('hex').padStart(2 * key_bytes, '0'), 'hex').toString(
    'base64url',
  );
};

export const newSecrets = (): Secrets => ({
  tokens: random(token_key_bytes),
  hashes: random(key_bytes),
  vapid: newVapid(),
  receipts: random(key_bytes),
  relay: random(key_bytes),
});

/** A file that is there but is none of ours, or can't be read. */
export class SecretsError extends Error {
  override name = 'SecretsError';
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isKey = (value: unknown): value is string =>
  isText(value) && Buffer.from(value, 'base64url').length === key_bytes;

/** Zero and what is not below the order of the curve are no keys. */
const isVapid = (value: unknown): value is string => {
  if (!isKey(value)) return false;
  try {
    createECDH('prime256v1').setPrivateKey(value, 'base64url');
    return true;
  } catch {
    return false;
  }
};

/**
 * Undefined if there is none. What a file of an older program lacks is left out.
 * @throws SecretsError
 */
export const readSecrets = (data_dir: string): KeptSecrets | undefined => {
  const path = join(data_dir, SECRETS);
  if (!existsSync(path)) return undefined;
  try {
    const { tokens, hashes, vapid, receipts, relay } = JSON.parse(readFileSync(path, 'utf8'));
    const isWhole =
      isText(tokens) &&
      isKey(hashes) &&
      (vapid === undefined || isVapid(vapid)) &&
      [receipts, relay].every((key) => key === undefined || isKey(key));
    if (isWhole) {
      const later = { ...(receipts && { receipts }), ...(relay && { relay }) };
      return { tokens, hashes, ...(vapid && { vapid }), ...later };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) {
      throw new SecretsError(`${path} cannot be read: ${reasonOf(error)}`);
    }
  }
  throw new SecretsError(`${path} is damaged: restore it, or remove it to sign everybody out`);
};

/** @throws the system's error */
export const writeSecrets = (data_dir: string, secrets: Secrets): void =>
  writeDurably(join(data_dir, SECRETS), `${JSON.stringify(secrets)}\n`);
