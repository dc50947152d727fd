// The certificate and key of a TLS listener, as files that something else renews.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

export interface Pair {
  cert: string;
  key: string;
}

/** The files do not make a pair; the message says what is wrong, and never what is in them. */
export class CertificateError extends Error {
  override name = 'CertificateError';
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CertificateError(`${path} can not be read`);
  }
};

/** @throws CertificateError */
export const readPair = (cert_path: string, key_path: string): Pair => {
  const [cert, key] = [read(cert_path), read(key_path)];
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
  } catch {
    throw new CertificateError(`${cert_path} is no certificate in PEM`);
  }
  try {
    if (certificate.checkPrivateKey(createPrivateKey(key))) return { cert, key };
  } catch {
    throw new CertificateError(`${key_path} is no private key in PEM`);
  }
  throw new CertificateError(`the certificate ${cert_path} does not fit the key ${key_path}`);
};

const stampOf = (path: string): string => {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
};

/** Calls `changed` with each new pair that fits, `faulty` where one doesn't. Returns what stops it. */
export const watchPair = (
  cert_path: string,
  key_path: string,
  every_ms: number,
  changed: (pair: Pair) => void,
  faulty: (error: unknown) => void,
): (() => void) => {
  const stamp = () => `${stampOf(cert_path)} ${stampOf(key_path)}`;
  let known = stamp();
  const timer = setInterval(() => {
    const now = stamp();
    if (now === known) return;
    known = now;
    try {
      changed(readPair(cert_path, key_path));
    } catch (error) {
      faulty(error);
    }
  }, every_ms);
  timer.unref();
  return () => clearInterval(timer);
};
