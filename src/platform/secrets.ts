// The secrets of a server, in a file of their own beside the database: whoever steals a backup
// signs nothing with it. 0600, whole or not there, in no backup.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './durable';

export const SECRETS = 'secrets.json';

export interface Secrets {
  /** Signs tokens; any text. */
  tokens: string;
  /** Keys the hashes of drafts and networks; 32 bytes in base64url. */
  hashes: string;
}

const hash_key_bytes = 32;
const token_key_bytes = 48;

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');

export const newSecrets = (): Secrets => ({
  tokens: random(token_key_bytes),
  hashes: random(hash_key_bytes),
});

/** A file that is there but is none of ours. */
export class SecretsError extends Error {
  override name = 'SecretsError';
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Undefined if there is none. @throws SecretsError, the system's error */
export const readSecrets = (data_dir: string): Secrets | undefined => {
  const path = join(data_dir, SECRETS);
  if (!existsSync(path)) return undefined;
  try {
    const { tokens, hashes } = JSON.parse(readFileSync(path, 'utf8'));
    const isKey = isText(hashes) && Buffer.from(hashes, 'base64url').length === hash_key_bytes;
    if (isText(tokens) && isKey) return { tokens, hashes };
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof TypeError)) throw error;
  }
  throw new SecretsError(`${path} is damaged: restore it, or remove it to sign everybody out`);
};

/** @throws the system's error */
export const writeSecrets = (data_dir: string, secrets: Secrets): void =>
  writeDurably(join(data_dir, SECRETS), `${JSON.stringify(secrets)}\n`);
