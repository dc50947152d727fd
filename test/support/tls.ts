// Certificates for localhost, and whom the people of the tests trust.
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { createPatience } from './timing';

const openssl = (args: string[]) => {
  const made = Bun.spawnSync(['openssl', ...args]);
  if (made.exitCode !== 0) throw new Error(made.stderr.toString());
};

/** A certificate for localhost that vouches for itself. Days below zero: it has expired. */
export const certify = (dir: string, name: string, { serial = 1, days = 2 } = {}) => {
  const path = (end: string) => join(dir, `${name}.${end}`);
  const [cert, key, request, names] = [path('pem'), path('key'), path('csr'), path('ext')];
  writeFileSync(names, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(['req', ...curve, '-keyout', key, '-out', request, '-subj', '/CN=localhost']);
  openssl(
    ['x509', '-req', '-in', request, '-signkey', key, '-out', cert, '-extfile', names]
      .concat(['-days', String(days)])
      .concat(['-set_serial', String(serial)]),
  );
  return { cert, key };
};

/** An authority of the tests, and a certificate of it for all these names (`DNS:…`, `IP:…`). */
export const certifyBy = (dir: string, names: string[]) => {
  const path = (name: string) => join(dir, name);
  const [ca, ca_key, cert, key] = [
    path('ca.pem'),
    path('ca.key'),
    path('cert.pem'),
    path('key.pem'),
  ];
  const [request, about] = [path('csr'), path('ext')];
  writeFileSync(about, `subjectAltName=${names.join(',')}\n`);
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const self = ['-x509', '-days', '2', '-subj', '/CN=an authority of the tests'];
  openssl(['req', ...curve, ...self, '-keyout', ca_key, '-out', ca]);
  openssl(['req', ...curve, '-keyout', key, '-out', request, '-subj', '/CN=chat8']);
  const by = ['-CA', ca, '-CAkey', ca_key, '-set_serial', '1', '-days', '2'];
  openssl(['x509', '-req', '-in', request, '-out', cert, '-extfile', about, ...by]);
  return { ca, cert, key };
};

/** What is asked of whoever answers there; looked up by `call` and `connect`. */
const trusted = new Map<string, object>();
const portOf = (url: string) => new URL(url).port;

/** From now on the people trust what answers at `url`: under `ca`, or whatever it shows. */
export const trust = (url: string, ca?: string): void => {
  trusted.set(portOf(url), ca === undefined ? { rejectUnauthorized: false } : { ca });
};

export const tlsOf = (url: string): { tls?: object } => {
  const tls = trusted.get(portOf(url));
  return tls ? { tls } : {};
};

const serialShown = (port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, servername: 'localhost', rejectUnauthorized: false };
    const socket = connect(to, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.end();
    });
    // What comes after the answer, such as a reset by a server that stops, is nobody's matter.
    socket.on('error', reject);
  });

/**
 * The serial number of the certificate that a server shows, in hexadecimal. A connection that
 * waits for a listener just as it closes is reset by the system: whoever meets that asks again.
 */
export const serialAt = (port: number): Promise<string> =>
  serialShown(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') throw error;
    return serialShown(port);
  });

/** Whether it can be had, and is had from now on; a server that is nobody's keeps no process alive. */
const listens = (at: { path: string } | { port: number; host: string }) =>
  new Promise<Server | undefined>((resolve) => {
    const server = createServer().unref();
    server.once('error', () => resolve(undefined));
    server.listen(at, () => resolve(server));
  });

/**
 * A port that is free, for programs that can't be given port 0. Below those that the system gives for
 * port 0, and this process's until it ends: a socket without a file (unix(7), abstract) of that name
 * tells the tests beside this one.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if ((await listens({ path: `\0chat8 test port ${port}` })) === undefined) continue;
    const server = await listens({ port, host: '127.0.0.1' });
    if (server === undefined) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
};

/** Looks until it is so; fails after `within_ms`. */
export const until = async (holds: () => unknown, within_ms = 60_000): Promise<void> => {
  const isLeft = createPatience(within_ms, 100);
  while (!(await holds())) {
    if (!isLeft()) throw new Error(`it did not come to be: ${holds}`);
    await Bun.sleep(50);
  }
};
