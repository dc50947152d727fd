// Ports, and why one can't be had, in words.
import { isIP } from 'node:net';

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
  const words = WORDS[(error as { code?: string }).code ?? ''];
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

/** Where listeners share a port, a foreign one would share it too: so it is asked for alone. */
export const probePort = (hostname: string | undefined, port: number): void => {
  const ask = { hostname, port, reusePort: false, fetch: () => new Response() };
  try {
    withReason(hostname, port, () => Bun.serve(ask).stop(true));
  } catch (error) {
    if (error instanceof PortError || hostname === undefined || isIP(hostname) !== 0) throw error;
    // Of a name without an address the runtime tells whatever the system last failed at.
    throw new PortError(`${hostname} is no address of this machine`);
  }
};
