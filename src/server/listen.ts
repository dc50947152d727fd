// Listens, with TLS once more for each new certificate, and drops no socket.
import type { Config } from '../config/config';
import type { Prepare } from '../http/answers';
import { orderCertificate } from '../http/tls/acme';
import { type Pair, readPair, validityFault, watchPair } from '../http/tls/certificate';
import { startPlainPort } from '../http/tls/plain-port';
import { keepCertificate } from '../http/tls/renewal';
import { descriptors } from '../platform/descriptors/descriptors';
import { probePort, withReason } from '../platform/port';
import { reasonOf } from '../protocol/errors';
import { certificate_check_every_ms } from '../protocol/limits';
import type { World } from '../world';
import { watchCrowding } from './crowding';
import { createListeners } from './listeners';

export interface Listening {
  /** The address; immediate, unless an authority has yet to issue the first certificate. */
  accepting: Promise<string>;
  /** Gives running requests some time to end. */
  stop(): Promise<void>;
}

/** Before anything is touched. @throws CertificateError, PortError */
export const mustBeListenable = (config: Config): void => {
  const { host, port, http_port, turn_tls_port, tls_cert, tls_key } = config;
  if (tls_cert !== undefined && tls_key !== undefined) readPair(tls_cert, tls_key);
  probePort(host, port);
  if (http_port !== undefined) probePort(host, http_port);
  if (config.relay && turn_tls_port !== undefined) probePort(host, turn_tls_port);
};

/** @throws CertificateError, PortError */
export const listen = (world: World, prepare: Prepare): Listening => {
  const { config, log, clock, certificate } = world;
  const { host, data_dir, tls_cert, tls_key, http_port, public_url = '' } = config;
  const accepting = Promise.withResolvers<string>();
  const room = descriptors();
  const listeners = createListeners(world, accepting.resolve, prepare, room);
  const stops: (() => unknown)[] = [];
  if (room !== undefined) stops.push(watchCrowding(world, room, listeners));

  const { isAccepting } = listeners;
  const plainPort =
    http_port === undefined
      ? undefined
      : withReason(host, http_port, () =>
          startPlainPort({ host, port: http_port, public_url, isAccepting }),
        );
  if (plainPort) stops.push(plainPort.stop);
  if (config.acme && plainPort) {
    const domain = new URL(public_url).hostname;
    const directory = config.acme_directory;
    const { use } = listeners;
    const asked = { data_dir, directory, domain, answer: plainPort.answer, use };
    stops.push(
      keepCertificate({ ...asked, order: orderCertificate, state: certificate, clock, log }),
    );
  } else if (tls_cert !== undefined && tls_key !== undefined) {
    const first = readPair(tls_cert, tls_key);
    const fault = validityFault(first, clock.now());
    if (fault !== undefined) log.warn(fault);
    listeners.use(first);
    const changed = (pair: Pair) => {
      listeners.use(pair);
      certificate.trouble = undefined;
      log.info('a new certificate is in use', { ...certificate.used });
    };
    const faulty = (error: unknown) => {
      const reason = reasonOf(error);
      certificate.trouble = { reason };
      log.error('the new certificate is not used', { reason });
    };
    stops.push(watchPair(tls_cert, tls_key, certificate_check_every_ms, changed, faulty));
  } else {
    listeners.use();
  }
  return {
    accepting: accepting.promise,
    async stop() {
      for (const stop of stops) stop();
      await listeners.stop();
    },
  };
};
