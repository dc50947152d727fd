// What is wrong, or will be, in words and with what to do.
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '../config';
import { readConfig } from '../config';
import { CertificateError, readPair } from '../http/certificate';
import { askControl } from '../http/control';
import { GIB } from '../limits';
import { check } from '../operator/check';
import { readArguments } from './arguments';

const day_ms = 86_400_000;

interface Health {
  last_backup: string;
}

const onPaper = (config: Config): string[] => {
  const { public_url, trust_proxy, tls_cert, tls_key, registration, backup_dir } = config;
  const isHttps = public_url?.startsWith('https:') ?? false;
  return [
    public_url === undefined &&
      'CHAT8_PUBLIC_URL is not set: invitations then carry no address, and cookies count as http',
    public_url?.startsWith('http:') &&
      'the public address is http: browsers encrypt on https alone, see chat8 setup caddy',
    isHttps &&
      !tls_cert &&
      trust_proxy.length === 0 &&
      'a proxy must be named in CHAT8_TRUST_PROXY, else all people share its address in limits',
    (tls_cert === undefined) !== (tls_key === undefined) &&
      'CHAT8_TLS_CERT and CHAT8_TLS_KEY belong together',
    registration === 'open' &&
      isHttps &&
      'registration is open to everyone: CHAT8_REGISTRATION=invite admits whom you invite',
    backup_dir === undefined && 'no backups by the clock: set CHAT8_BACKUP_DIR',
  ].filter((line) => typeof line === 'string');
};

const onDisk = async ({ data_dir, tls_cert, tls_key }: Config): Promise<string[]> => {
  const faults: string[] = [];
  const place = existsSync(data_dir) ? data_dir : dirname(data_dir);
  try {
    accessSync(place, constants.W_OK);
    const { bavail, bsize } = statfsSync(place);
    if (bavail * bsize < GIB) faults.push(`less than 1 GB is free in ${place}`);
  } catch {
    faults.push(`${place} is missing or not writable`);
  }
  if (tls_cert && tls_key) {
    try {
      readPair(tls_cert, tls_key);
    } catch (error) {
      if (error instanceof CertificateError) faults.push(error.message);
    }
  }
  if (existsSync(data_dir)) faults.push(...(await check(data_dir)));
  return faults;
};

const running = async ({ data_dir }: Config): Promise<string[]> => {
  const answer = await askControl(data_dir, { command: 'status', words: [] });
  if (answer === undefined) return ['no server runs on this data directory'];
  const { last_backup } = answer.result as Health;
  const isOld = last_backup !== 'none' && Date.now() - Date.parse(last_backup) > 8 * day_ms;
  return isOld ? ['the last proven backup is older than a week'] : [];
};

/** @throws Error with every finding */
export const doctor = async (args: string[]): Promise<string> => {
  const config = readConfig(readArguments(args).settings);
  const found = [...onPaper(config), ...(await onDisk(config)), ...(await running(config))];
  if (found.length > 0) throw new Error(found.join('\nchat8: '));
  return 'all is well';
};
