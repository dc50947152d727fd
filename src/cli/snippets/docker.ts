import type { Config } from '../../config';
import { type Given, variableOf } from '../../config';

const INSIDE = ['data_dir', 'host', 'port', 'backup_dir'];

export const docker = (config: Config, given: Given[]): string => {
  const { port, http_port } = config;
  const settings = given
    .filter(({ setting }) => !setting.isSecret && !INSIDE.includes(setting.name))
    .map(
      ({ setting, text }) =>
        `ENV ${variableOf(setting)}=${JSON.stringify(text).replaceAll('$', '\\$')}`,
    );
  const ports = [port, http_port].filter((number) => number !== undefined);
  const secrets = given
    .filter(({ setting }) => setting.isSecret)
    .map(({ setting }) => ` -e ${variableOf(setting)}`);
  return `# Dockerfile, beside the executable for Linux with glibc. Nobody has tried to build it where
# Chat8 is made, for there is no Docker there: tell us what is wrong with it.
#   docker build -t chat8 .
#   docker run -d --name chat8 --restart unless-stopped -v chat8:/data${ports.map((number) => ` -p ${number}:${number}`).join('')}${secrets.join('')} chat8
FROM debian:stable-slim
COPY --chmod=755 chat8 /usr/local/bin/chat8
RUN useradd --uid 1000 --no-create-home chat8 && install -d -o chat8 -g chat8 -m 700 /data
USER chat8
ENV CHAT8_DATA_DIR=/data CHAT8_PORT=${port}
${settings.map((line) => `${line}\n`).join('')}VOLUME /data
EXPOSE ${ports.join(' ')}
STOPSIGNAL SIGTERM
ENTRYPOINT ["chat8"]`;
};
