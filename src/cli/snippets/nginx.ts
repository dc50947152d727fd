// nginx before this server, as a file of its configuration (https://nginx.org/en/docs).
import type { Config } from '../../config/config';
import { MIB } from '../../protocol/limits';
import { proxySetup } from './proxy-setup';

const listen = (port: string, more = '') =>
  `    listen ${port}${more};\n    listen [::]:${port}${more};`;

const redirect = (name: string) => `
server {
${listen('80')}
    server_name ${name};
    return 308 https://$host$request_uri;
}`;

export const nginx = (config: Config): string => {
  const { url, upstream, lines } = proxySetup(config, '/etc/nginx/conf.d/chat8.conf');
  const isHttps = url.protocol === 'https:';
  const port = url.port || (isHttps ? '443' : '80');
  const live = `/etc/letsencrypt/live/${url.hostname}`;
  const cert = config.tls_cert ?? `${live}/fullchain.pem`;
  const key = config.tls_key ?? `${live}/privkey.pem`;
  const made = isHttps && config.tls_cert === undefined;
  return `${lines.join('\n')}${made ? `\n# The certificate: certbot certonly --nginx -d ${url.hostname}` : ''}
map $http_upgrade $chat8_connection {
    default upgrade;
    '' '';
}

server {
${listen(port, isHttps ? ' ssl' : '')}
    server_name ${url.hostname};
${isHttps ? `    ssl_certificate ${cert};\n    ssl_certificate_key ${key};\n` : ''}
    # The largest upload, and what a form adds to it.
    client_max_body_size ${Math.ceil(config.file_bytes_max / MIB) + 1}m;

    location / {
        proxy_pass http://${upstream};
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $chat8_connection;
        # Uploads and downloads pass through instead of lying on this disk first.
        proxy_request_buffering off;
        proxy_buffering off;
        # Sockets are pinged every 30 s.
        proxy_read_timeout 120s;
        proxy_send_timeout 120s;
    }
}
${isHttps && port === '443' ? redirect(url.hostname) : ''}`.trimEnd();
};
