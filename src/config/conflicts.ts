// Which settings contradict each other.

import { isIP } from 'node:net';
import { withoutBrackets } from '../platform/host';
import type { Config } from './config';

/** The relay's ports beside the others, and the certificate that one of them needs. */
const ofRelayPorts = (config: Config): (string | false)[] => {
  const { port, http_port, turn_port, turn_tls_port, tls_cert, acme } = config;
  const others: [string, number | undefined][] = [
    ['CHAT8_PORT', port],
    ['CHAT8_HTTP_PORT', http_port],
  ];
  const differ = (name: string, own: number | undefined, from: typeof others) =>
    from.map(([other, taken]) => !!own && own === taken && `${name} and ${other} must differ`);
  return [
    ...differ('CHAT8_TURN_PORT', turn_port, others),
    ...differ('CHAT8_TURN_TLS_PORT', turn_tls_port, [...others, ['CHAT8_TURN_PORT', turn_port]]),
    turn_tls_port !== undefined &&
      tls_cert === undefined &&
      !acme &&
      'CHAT8_TURN_TLS_PORT needs CHAT8_ACME or CHAT8_TLS_CERT',
  ];
};

/** A line for each contradiction; a setting that could not be read counts as not given. */
export const contradictions = (
  config: Config,
  isGiven: (name: keyof Config) => boolean,
): string[] => {
  const { tls_cert, tls_key, acme, http_port, port, public_url, turn_secret } = config;
  const url = URL.parse(public_url ?? '');
  const isNamed = url?.protocol === 'https:' && isIP(withoutBrackets(url.hostname)) === 0;
  const hasTls = tls_cert !== undefined || tls_key !== undefined;
  // Somebody believes that there are backups.
  const isScheduled = isGiven('backup_every_s') || isGiven('backup_keep');
  const hasTurn = (config.turn_urls ?? []).some((text) => text.startsWith('turn'));
  return [
    isScheduled &&
      !isGiven('backup_dir') &&
      'CHAT8_BACKUP_EVERY and CHAT8_BACKUP_KEEP need CHAT8_BACKUP_DIR',
    isGiven('acme_directory') && !isGiven('acme') && 'CHAT8_ACME_DIRECTORY needs CHAT8_ACME',
    (tls_cert === undefined) !== (tls_key === undefined) &&
      'CHAT8_TLS_CERT and CHAT8_TLS_KEY belong together',
    acme && hasTls && 'CHAT8_ACME and CHAT8_TLS_CERT exclude each other',
    acme && !isNamed && 'CHAT8_ACME needs CHAT8_PUBLIC_URL, https with a name and no number',
    http_port !== undefined &&
      !acme &&
      !(hasTls && public_url?.startsWith('https:')) &&
      'CHAT8_HTTP_PORT needs CHAT8_ACME or CHAT8_TLS_CERT, and a CHAT8_PUBLIC_URL of https to send people to',
    http_port !== undefined &&
      http_port !== 0 &&
      http_port === port &&
      'CHAT8_HTTP_PORT and CHAT8_PORT must differ',
    hasTurn !== (turn_secret !== undefined) &&
      'CHAT8_TURN_URLS with a TURN server and CHAT8_TURN_SECRET belong together',
    ...ofRelayPorts(config),
  ].filter((line) => typeof line === 'string');
};
