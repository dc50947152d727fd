// The TURN server of Debian (coturn), on 127.0.0.1 alone.
import { join } from 'node:path';
import { scratch } from '../scratch';

const PATH = `${Bun.env.PATH}:/usr/sbin:/sbin`;

/** A port that was free just now, for UDP. */
const freePort = async (): Promise<number> => {
  const probe = await Bun.udpSocket({ hostname: '127.0.0.1', port: 0 });
  const { port } = probe;
  probe.close();
  return port;
};

export const startCoturn = async (secret: string) => {
  const place = scratch();
  const port = await freePort();
  const options = {
    'listening-ip': '127.0.0.1',
    'listening-port': port,
    'relay-ip': '127.0.0.1',
    realm: 'chat8.test',
    'static-auth-secret': secret,
    userdb: join(place.dir, 'turndb'),
    pidfile: join(place.dir, 'pid'),
    'log-file': 'stdout',
  };
  const flags = ['use-auth-secret', 'no-tls', 'no-dtls', 'no-cli', 'allow-loopback-peers'];
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const child = Bun.spawn(['turnserver', '-n', ...args, ...flags.map((flag) => `--${flag}`)], {
    cwd: place.dir,
    env: { ...Bun.env, PATH },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return {
    port,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await child.exited;
      place[Symbol.dispose]();
    },
  };
};
