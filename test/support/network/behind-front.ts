// A server that speaks TLS itself and relays calls: then its front stands before it.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shared } from '../build/shared';
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

/** What children of the tests read of whom they trust: Bun and Node, and Python's requests. */
const CHILDREN = ['NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE'];

/**
 * The settings of every server of the tests, and of the executable: `CHAT8_TEST_FRONT=on` puts them
 * behind the front, and what the tests start trusts them.
 */
export const frontForAll = (): Record<string, string> => {
  if (Bun.env.CHAT8_TEST_FRONT !== 'on') return {};
  const settings = frontSettings();
  for (const name of CHILDREN) process.env[name] = settings.CHAT8_TLS_CERT;
  return settings;
};

/** For Chromium: that certificate is taken, and no other that it would not take. */
export const frontArgs = (): string[] => {
  const { CHAT8_TLS_CERT } = frontForAll();
  if (CHAT8_TLS_CERT === undefined) return [];
  const { publicKey } = new X509Certificate(readFileSync(CHAT8_TLS_CERT));
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const hash = createHash('sha256').update(key).digest('base64');
  return [`--ignore-certificate-errors-spki-list=${hash}`];
};

/** For `startServer`: whatever the others have, this one speaks plain http, and relays nothing. */
export const PLAIN = { CHAT8_TLS_CERT: '', CHAT8_TLS_KEY: '', CHAT8_RELAY: 'off' };

/** From now on the people of the tests talk with it. */
export const trusted = <Fronted extends { url: string }>(server: Fronted): Fronted => {
  trust(server.url, readFileSync(frontSettings().CHAT8_TLS_CERT, 'utf8'));
  return server;
};
