// What is wrong between the program and its users: ports, names, certificates, reachability.
import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import type { Config } from '../../config/config';
import { aboutPair, readPair, validityFault } from '../../http/tls/certificate';
import { probePort } from '../../platform/port';
import { reasonOf } from '../../protocol/errors';
import { day_ms } from '../../protocol/limits';

const patience_ms = 5_000;
const skew_ms = 5 * 60_000;

/** Only if no server of ours has them. */
export const ofPorts = ({ host, port, http_port }: Config): string[] =>
  [port, http_port].flatMap((number) => {
    try {
      if (number !== undefined) probePort(host, number);
      return [];
    } catch (error) {
      return [reasonOf(error)];
    }
  });

export const ofCertificate = ({ tls_cert, tls_key, public_url }: Config): string[] => {
  if (tls_cert === undefined || tls_key === undefined) return [];
  try {
    const pair = readPair(tls_cert, tls_key);
    const name = URL.parse(public_url ?? '')?.hostname;
    const { names, to } = aboutPair(pair);
    const days = Math.floor((to - Date.now()) / day_ms);
    const isShared = process.platform !== 'win32' && (statSync(tls_key).mode & 0o004) !== 0;
    return [
      validityFault(pair, Date.now()) ??
        (days < 14 && `the certificate ${tls_cert} expires in ${days} days, and was not renewed`),
      name &&
        new X509Certificate(pair.cert).checkHost(name) === undefined &&
        `the certificate is for ${names}, and people call ${name}`,
      isShared && `everybody on this machine can read the key ${tls_key}: chmod 600 ${tls_key}`,
    ].filter((line) => typeof line === 'string');
  } catch (error) {
    return [reasonOf(error)];
  }
};

const ofName = async (name: string): Promise<string[]> => {
  // Loaded when first needed, so that no start waits for it.
  const { lookup } = await import('node:dns/promises');
  return lookup(name).then(
    () => [],
    () => [`the DNS knows no address of ${name}: set one at whoever has the domain for you`],
  );
};

/** The authority's clock is at hand when it is asked anyway. */
const ofAuthority = async (directory: string): Promise<string[]> => {
  try {
    const answer = await fetch(directory, { signal: AbortSignal.timeout(patience_ms) });
    await answer.body?.cancel();
    const ahead_ms = Date.now() - Date.parse(answer.headers.get('date') ?? '');
    if (!answer.ok) return [`${directory} answers ${answer.status}`];
    const minutes = Math.round(ahead_ms / 60_000);
    if (Math.abs(ahead_ms) < skew_ms || Number.isNaN(ahead_ms)) return [];
    return [`the clock is wrong: by ${minutes} minutes to that of ${new URL(directory).host}`];
  } catch (error) {
    return [`${directory} cannot be reached: ${reasonOf(error)}`];
  }
};

/** Names and authority, when certificates are issued automatically. */
export const ofIssuance = async ({ acme, acme_directory, public_url }: Config) => {
  if (!acme || public_url === undefined) return [];
  const faults = [ofName(new URL(public_url).hostname), ofAuthority(acme_directory)];
  return (await Promise.all(faults)).flat();
};

/** Whether the public address leads to this server. */
export const ofReachability = async ({ public_url }: Config): Promise<string[]> => {
  if (public_url === undefined) return [];
  try {
    const signal = AbortSignal.timeout(patience_ms);
    const answer = await fetch(`${public_url}/healthz`, { signal, redirect: 'manual' });
    const { status } = (await answer.json().catch(() => ({}))) as { status?: string };
    return status ? [] : [`${public_url} answers ${answer.status}, and not as Chat8 does`];
  } catch (error) {
    return [`${public_url} cannot be reached from here: ${reasonOf(error)}`];
  }
};
