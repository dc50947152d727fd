// HAProxy before this server, as a piece of its configuration (https://docs.haproxy.org).
import type { Config } from '../../config/config';
import { proxySetup } from './proxy-setup';

const pem = '/etc/haproxy/chat8.pem';

const redirect = (name: string) => `
frontend chat8_plain
    bind :80
    bind :::80 v6only
    mode http
    timeout client 30s
    http-request redirect prefix https://${name} code 308`;

export const haproxy = (config: Config): string => {
  const { url, upstream, lines } = proxySetup(config, 'at the end of /etc/haproxy/haproxy.cfg');
  const isHttps = url.protocol === 'https:';
  const port = url.port || (isHttps ? '443' : '80');
  const ssl = isHttps ? ` ssl crt ${pem} alpn h2,http/1.1` : '';
  const live = `/etc/letsencrypt/live/${url.hostname}`;
  const cert = config.tls_cert ?? `${live}/fullchain.pem`;
  const key = config.tls_key ?? `${live}/privkey.pem`;
  return `${lines.join('\n')}${isHttps ? `\n# Certificate and key in one file: cat ${cert} ${key} > ${pem}` : ''}

frontend chat8
    bind :${port}${ssl}
    bind :::${port} v6only${ssl}
    mode http
    timeout client 120s
    # Chat8 would carry such a request out and answer 400. HAProxy 3.2 can do better, with
    # "option http-drop-request-trailers" in place of this line.
    http-request deny deny_status 400 if { req.fhdr(trailer) -m found }
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto ${isHttps ? 'https' : 'http'}
    http-request set-header X-Forwarded-Host %[req.hdr(host)]
    default_backend chat8

backend chat8
    mode http
    timeout connect 5s
    # Sockets are pinged every 30 s.
    timeout server 120s
    timeout tunnel 120s
    server chat8 ${upstream}
${isHttps && port === '443' ? redirect(url.hostname) : ''}`.trimEnd();
};
