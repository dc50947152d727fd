// Caddy before this server, as a Caddyfile (https://caddyserver.com/docs/caddyfile).
import type { Config } from '../../config/config';
import { proxySetup } from './proxy-setup';

/** Without a scheme and a port Caddy speaks https, and sends http there. */
export const caddy = (config: Config): string => {
  const { url, upstream, lines } = proxySetup(config, '/etc/caddy/Caddyfile');
  const site = url.protocol === 'https:' && url.port === '' ? url.hostname : url.origin;
  return `${lines.join('\n')}
${site} {
	reverse_proxy ${upstream}
}`;
};
