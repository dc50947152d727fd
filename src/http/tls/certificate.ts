// The certificate and key of a TLS listener, as files that something else renews.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Config } from '../../config/config';
import { toRfc3339 } from '../../platform/clock';
import { reasonOf } from '../../protocol/errors';

type PairPaths = Pick<Config, 'tls_cert' | 'tls_key'>;

export interface Pair {
  /** The chain, the server's own certificate first. */
  cert: string;
  key: string;
}

/** The files are not a pair; the message says what is wrong, and never what is in them. */
export class CertificateError extends Error {
  override name = 'CertificateError';
}

/** The certificate in use, and why there is no next one. */
export interface CertificateState {
  used?: { names: string; from: number; to: number };
  trouble?: { reason: string; again_at?: number };
}

/** For the operator. */
export const certificateStatus = ({ used, trouble }: CertificateState) => ({
  certificate: used ? `${used.names} until ${toRfc3339(used.to)}` : 'none',
  ...(trouble && {
    certificate_trouble: `${trouble.reason}${trouble.again_at ? `; again at ${toRfc3339(trouble.again_at)}` : ''}`,
  }),
});

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CertificateError(`${path} cannot be read`);
  }
};

/** Every certificate of the chain: a file that is still being written ends within one. */
const chainOf = (cert: string, path: string): X509Certificate[] => {
  const blocks = cert
    .split(/(?=-----BEGIN CERTIFICATE-----)/)
    .filter((block) => block.startsWith('-----BEGIN C'));
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block));
  } catch {
    throw new CertificateError(`${path} is no certificate in PEM, or not all of it`);
  }
  throw new CertificateError(`${path} is no certificate in PEM`);
};

const mustFit = (pair: Pair, cert_path: string, key_path: string): Pair => {
  const [own] = chainOf(pair.cert, cert_path);
  try {
    if (own?.checkPrivateKey(createPrivateKey(pair.key))) return pair;
  } catch {
    throw new CertificateError(`${key_path} is no private key in PEM, or has a passphrase`);
  }
  throw new CertificateError(`the certificate ${cert_path} does not fit the key ${key_path}`);
};

/** @throws CertificateError */
export const readPair = (cert_path: string, key_path: string): Pair =>
  mustFit({ cert: read(cert_path), key: read(key_path) }, cert_path, key_path);

const mistakeOf = (look: () => unknown): string[] => {
  try {
    look();
    return [];
  } catch (error) {
    return [reasonOf(error)];
  }
};

/** What is wrong with the files that the settings name, to be told among their other mistakes. */
export const pairMistakes = ({ tls_cert, tls_key }: PairPaths): string[] => {
  if (tls_cert === undefined || tls_key === undefined) return [];
  const unreadable = [tls_cert, tls_key].flatMap((path) => mistakeOf(() => read(path)));
  return unreadable.length > 0 ? unreadable : mistakeOf(() => readPair(tls_cert, tls_key));
};

/** The names in the pair's certificate, and from when to when it is valid, in ms. */
export const aboutPair = ({ cert }: Pair): NonNullable<CertificateState['used']> => {
  const { subjectAltName, subject, validFrom, validTo } = new X509Certificate(cert);
  const names = subjectAltName?.replace(/(?:DNS|IP Address):/g, '') ?? subject;
  return { names, from: Date.parse(validFrom), to: Date.parse(validTo) };
};

/** Undefined if the certificate is valid at `now`, in ms. */
export const validityFault = (pair: Pair, now: number): string | undefined => {
  const { names, from, to } = aboutPair(pair);
  const day = (at: number) => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  if (now >= to) return `the certificate for ${names} expired at ${day(to)} UTC`;
  if (now < from) return `the certificate for ${names} begins at ${day(from)} UTC: see the clock`;
  return undefined;
};

const stampOf = (path: string): string => {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
};

/**
 * Calls `changed` with each new valid pair, `faulty` with an error; only once both files have been
 * unchanged for a while, because two files are never written at once. Returns a function that stops it.
 */
export const watchPair = (
  cert_path: string,
  key_path: string,
  every_ms: number,
  changed: (pair: Pair) => void,
  faulty: (error: unknown) => void,
): (() => void) => {
  const stamp = () => `${stampOf(cert_path)} ${stampOf(key_path)}`;
  let known = stamp();
  let seen = known;
  const timer = setInterval(() => {
    const now = stamp();
    const isAtRest = now === seen;
    seen = now;
    if (now === known || !isAtRest) return;
    known = now;
    try {
      const pair = readPair(cert_path, key_path);
      const fault = validityFault(pair, Date.now());
      if (fault !== undefined) throw new CertificateError(fault);
      changed(pair);
    } catch (error) {
      faulty(error);
    }
  }, every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
