// What a proxy in front of this server has to know.

import type { Config } from '../../config/config';
import { withBrackets } from '../../platform/host';
import { opened } from './relay-ports';

const standard_port = 8_000;

interface ProxySetup {
  /** The address that people open. */
  url: URL;
  /** Where Chat8 listens for the proxy. */
  upstream: string;
  /** The head of the snippet: how Chat8 is started. */
  lines: string[];
}

export const proxySetup = (config: Config, file: string): ProxySetup => {
  const { host, acme, tls_cert, public_url, trust_proxy } = config;
  const url = new URL(public_url ?? 'https://chat.example.org');
  const own = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  // The public port is the proxy's from now on.
  const isTaken = config.port < 1_024 || config.port === Number(url.port || 443);
  const port = isTaken ? standard_port : config.port;
  // A proxy on this machine connects from the address that it connects to.
  const trusted = trust_proxy.length > 0 ? trust_proxy.join() : own;
  const calls = opened(config);
  const start = `CHAT8_HOST=${own} CHAT8_PORT=${port} CHAT8_TRUST_PROXY=${trusted}`;
  return {
    url,
    upstream: `${withBrackets(own)}:${port}`,
    lines: [
      `${file}. Start Chat8 behind it with`,
      `  ${start} CHAT8_PUBLIC_URL=${url.origin}`,
      ...(acme || tls_cert
        ? ['and without CHAT8_ACME and CHAT8_TLS_CERT: the proxy does that.']
        : []),
      ...(calls ? [`Calls go past the proxy. Open to this machine: ${calls}.`] : []),
      ...(public_url
        ? []
        : ['Print this with --public-url https://your.name to have your name in it.']),
    ].map((line) => `# ${line}`),
  };
};
