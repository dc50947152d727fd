// This server in a container, as a Dockerfile.
import type { Config } from '../../config/config';
import { broughtFiles, type Given, variableOf } from '../../config/read';
import { relayPorts } from './relay-ports';

const INSIDE = ['data_dir', 'host', 'port', 'backup_dir'];
const backups = '/backups';

/** A word of the shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export const docker = (config: Config, given: Given[]): string => {
  const { port, http_port, backup_dir } = config;
  const settings = given
    .filter(({ setting }) => !setting.isSecret && !INSIDE.includes(setting.name))
    .map(
      ({ setting, text }) =>
        `ENV ${variableOf(setting)}=${JSON.stringify(text).replaceAll('$', '\\$')}`,
    );
  const relay = relayPorts(config);
  const ports = [port, http_port, ...relay.tcp].filter((number) => number !== undefined);
  const brought = broughtFiles(given);
  const outside = backup_dir === undefined ? [] : [backup_dir];
  const options = [
    '-v chat8:/data',
    ...outside.map((path) => `-v ${quoted(`${path}:${backups}`)}`),
    ...brought.map((path) => `-v ${quoted(`${path}:${path}:ro`)}`),
    ...ports.map((number) => `-p ${number}:${number}`),
    ...relay.udp.map((number) => `-p ${number}:${number}/udp`),
    ...given
      .filter(({ setting }) => setting.isSecret)
      .map(({ setting }) => `-e ${variableOf(setting)}`),
  ];
  return [
    '# Dockerfile, beside the executable for Linux with glibc. Nobody has tried to build it where',
    '# Chat8 is made, for there is no Docker there: tell us what is wrong with it.',
    '#   docker build -t chat8 .',
    `#   docker run -d --name chat8 --restart unless-stopped ${options.join(' ')} chat8`,
    ...outside.map((path) => `# The directory: install -d -o 1000 -m 700 ${quoted(path)}`),
    ...brought.map((path) => `# The user 1000 must be able to read ${path}`),
    'FROM debian:stable-slim',
    'COPY --chmod=755 chat8 /usr/local/bin/chat8',
    'RUN useradd --uid 1000 --no-create-home chat8 && install -d -o chat8 -g chat8 -m 700 /data',
    'USER chat8',
    `ENV CHAT8_DATA_DIR=/data CHAT8_PORT=${port}`,
    ...outside.map(() => `ENV CHAT8_BACKUP_DIR=${backups}`),
    ...settings,
    'VOLUME /data',
    `EXPOSE ${[...ports, ...relay.udp.map((number) => `${number}/udp`)].join(' ')}`,
    'STOPSIGNAL SIGTERM',
    'ENTRYPOINT ["chat8"]',
  ].join('\n');
};
