// A server that speaks TLS itself and relays calls: then its front stands before it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shared } from '../build/shared';
import type { Server } from '../server';
import { certify, trust } from '../tls';

/** For `startServer`: a certificate for localhost, and a relay at any free port. */
export const frontSettings = (() => {
  // Looked for once: hundreds of servers would each read all sources.
  let dir: string | undefined;
  return () => {
    dir ??= shared('certificate', (made) => void certify(made, 'localhost'));
    return {
      CHAT8_TLS_CERT: join(dir, 'localhost.pem'),
      CHAT8_TLS_KEY: join(dir, 'localhost.key'),
      CHAT8_RELAY: 'on',
      CHAT8_TURN_PORT: '0',
    };
  };
})();

/** From now on the people of the tests talk with it. */
export const trusted = <Fronted extends Pick<Server, 'url'>>(server: Fronted): Fronted => {
  trust(server.url, readFileSync(frontSettings().CHAT8_TLS_CERT, 'utf8'));
  return server;
};
