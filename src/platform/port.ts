// Ports, and why one can't be had, in words.
import { isIP } from 'node:net';
import { codeOf } from './error-code';

/** The message is for the operator: what is wrong and what to do. */
export class PortError extends Error {
  override name = 'PortError';
}

const WORDS: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: (port) => `port ${port} is in use by another program`,
  EACCES: (port) =>
    `port ${port} needs privileges: see chat8 setup systemd, or setcap cap_net_bind_service=+ep on the program`,
  EADDRNOTAVAIL: (_port, host) => `${host} is no address of this machine`,
  ENOTFOUND: (_port, host) => `${host} is no address of this machine`,
  ENOTCONN: (_port, host) => `${host} is no address of this machine`,
};

/** What the system said, in words if it is about the port. */
export const withWords = (host: string | undefined, port: number, error: unknown): unknown => {
  const words = WORDS[codeOf(error)];
  return words ? new PortError(words(port, host ?? 'all')) : error;
};

/** What `act` does with the port. @throws PortError if the system refuses it */
export const withReason = <Value>(
  host: string | undefined,
  port: number,
  act: () => Value,
): Value => {
  try {
    return act();
  } catch (error) {
    throw withWords(host, port, error);
  }
};

const listenOnce = (hostname: string | undefined, port: number) =>
  Bun.serve({ hostname, port, reusePort: false, fetch: () => new Response() }).stop(true);

/** Whether a name leads to this machine: then it has a free port. */
const isOwnName = (hostname: string): boolean => {
  try {
    listenOnce(hostname, 0);
    return true;
  } catch {
    return false;
  }
};

/** Where listeners share a port, a foreign one would share it too: so it is asked for alone. */
export const probePort = (hostname: string | undefined, port: number): void => {
  try {
    withReason(hostname, port, () => listenOnce(hostname, port));
  } catch (error) {
    // Of a name without an address the runtime says that the port is in use, or whatever the
    // system last failed at.
    const isName = hostname !== undefined && isIP(hostname) === 0;
    if (!isName || isOwnName(hostname)) throw error;
    throw new PortError(`${hostname} is no address of this machine`);
  }
};
