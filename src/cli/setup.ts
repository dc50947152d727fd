// Snippets for this very configuration, for what stands around the program.
import type { Config } from '../config';
import { readConfig } from '../config';
import { readArguments } from './arguments';

const hostOf = ({ public_url }: Config) =>
  public_url === undefined ? 'chat.example.org' : new URL(public_url).host;

const nginx = (config: Config) => `# ${hostOf(config)}: start Chat8 with
#   CHAT8_HOST=127.0.0.1 CHAT8_PORT=${config.port} CHAT8_TRUST_PROXY=127.0.0.1 CHAT8_PUBLIC_URL=https://${hostOf(config)}
server {
    listen 443 ssl;
    server_name ${hostOf(config)};
    ssl_certificate /etc/letsencrypt/live/${hostOf(config)}/fullchain.pem;
    ssl_certificate_key /etc/letsencrypt/live/${hostOf(config)}/privkey.pem;
    client_max_body_size ${Math.ceil(config.file_bytes_max / 1_048_576) + 1}m;
    location / {
        proxy_pass http://127.0.0.1:${config.port};
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_read_timeout 120s;
    }
}`;

const caddy = (config: Config) => `# start Chat8 with
#   CHAT8_HOST=127.0.0.1 CHAT8_PORT=${config.port} CHAT8_TRUST_PROXY=127.0.0.1 CHAT8_PUBLIC_URL=https://${hostOf(config)}
${hostOf(config)} {
	reverse_proxy 127.0.0.1:${config.port}
}`;

const systemd = (config: Config) => `# /etc/systemd/system/chat8.service
[Unit]
Description=Chat8
After=network.target

[Service]
ExecStart=/usr/local/bin/chat8
Environment=CHAT8_DATA_DIR=/var/lib/chat8 CHAT8_PORT=${config.port} CHAT8_REGISTRATION=${config.registration}
DynamicUser=yes
StateDirectory=chat8
StateDirectoryMode=0700
Restart=on-failure
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes

[Install]
WantedBy=multi-user.target`;

const docker = (config: Config) => `# Dockerfile, beside the executable for Linux x64 with glibc
FROM debian:stable-slim
COPY chat8 /usr/local/bin/chat8
RUN useradd --uid 1000 --no-create-home chat8 && mkdir /data && chown chat8 /data && chmod 700 /data
USER chat8
ENV CHAT8_DATA_DIR=/data CHAT8_PORT=${config.port}
VOLUME /data
EXPOSE ${config.port}
CMD ["chat8"]`;

const SNIPPETS: Record<string, (config: Config) => string> = { nginx, caddy, systemd, docker };

/** @throws Error where there is no such snippet */
export const setup = async (args: string[]): Promise<string> => {
  const { words, settings } = readArguments(args);
  const snippet = Object.hasOwn(SNIPPETS, words[0] ?? '') ? SNIPPETS[words[0] ?? ''] : undefined;
  if (snippet === undefined || words.length !== 1) {
    throw new Error(`usage: chat8 setup ${Object.keys(SNIPPETS).join('|')}`);
  }
  return snippet(readConfig(settings));
};
