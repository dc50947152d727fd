// What is wrong with the settings themselves.
import { isIP } from 'node:net';
import type { Config } from '../../config/config';

/** Names that no authority of the public internet vouches for. */
const PRIVATE = /(^|\.)(localhost|local|lan|home|internal|test|example|invalid)$/;

export const ofSettings = (config: Config): string[] => {
  const { public_url, trust_proxy, tls_cert, acme, registration, backup_dir } = config;
  const url = URL.parse(public_url ?? '');
  const isHttps = url?.protocol === 'https:';
  const speaksTls = acme || tls_cert !== undefined;
  const name = url?.hostname ?? '';
  const atLetsEncrypt = acme && config.acme_directory.includes('letsencrypt.org');
  const publicPort = Number(url?.port || (isHttps ? 443 : 80));
  const isOpenTo = trust_proxy.find((network) => /\/0$/.test(network));
  return [
    url === null &&
      'CHAT8_PUBLIC_URL is not set: invitations carry no address, and cookies count as http',
    url !== null &&
      !isHttps &&
      name !== 'localhost' &&
      'the public address is http: browsers encrypt on https alone, see CHAT8_ACME, or chat8 setup caddy',
    isHttps &&
      !speaksTls &&
      trust_proxy.length === 0 &&
      'the public address is https and this program speaks http, so a proxy stands before it: name it in CHAT8_TRUST_PROXY (127.0.0.1, if it runs here), else all people share its address in limits',
    isOpenTo && `CHAT8_TRUST_PROXY has ${isOpenTo}: everybody can then say to come from anywhere`,
    atLetsEncrypt &&
      (isIP(name) !== 0 || !name.includes('.') || PRIVATE.test(name)) &&
      `Let’s Encrypt gives no certificate for ${name}: it must be a name that the public DNS knows`,
    acme &&
      config.http_port !== 80 &&
      `the authority calls at port 80: something must lead it to ${config.http_port}`,
    speaksTls &&
      url !== null &&
      config.port !== 0 &&
      config.port !== publicPort &&
      `people call at port ${publicPort}: something must lead them to ${config.port}, or set CHAT8_PORT=${publicPort}`,
    registration === 'open' &&
      isHttps &&
      'registration is open to everyone: CHAT8_REGISTRATION=invite admits whom you invite',
    !config.rate_limit && 'CHAT8_RATE_LIMIT is off: passwords can be guessed without end',
    backup_dir === undefined && 'no scheduled backups: set CHAT8_BACKUP_DIR',
  ].filter((line) => typeof line === 'string');
};
