// The TURN server of Debian (coturn), on 127.0.0.1 alone.
import { join } from 'node:path';
import { scratch } from '../scratch';
import { freePort } from '../tls';

const PATH = `${Bun.env.PATH}:/usr/sbin:/sbin`;

interface Place {
  /** What stands before the command: the namespace where it runs. */
  inside?: string[];
  address?: string;
  /** By default one that is free at 127.0.0.1. */
  port?: number;
  tls?: { port: number; cert: string; key: string };
  /** As many as there are processors, by default. */
  threads?: number;
}

export const startCoturn = async (
  secret: string,
  { inside = [], address = '127.0.0.1', port: wanted, tls, threads }: Place = {},
) => {
  const place = scratch();
  const port = wanted ?? (await freePort());
  const options = {
    'listening-ip': address,
    'listening-port': port,
    'relay-ip': address,
    realm: 'chat8.test',
    'static-auth-secret': secret,
    userdb: join(place.dir, 'turndb'),
    pidfile: join(place.dir, 'pid'),
    'log-file': 'stdout',
    ...(threads ? { 'relay-threads': threads } : {}),
    ...(tls ? { 'tls-listening-port': tls.port, cert: tls.cert, pkey: tls.key } : {}),
  };
  const flags = ['use-auth-secret', 'no-dtls', 'no-cli', 'allow-loopback-peers'];
  if (!tls) flags.push('no-tls');
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const command = ['turnserver', '-n', ...args, ...flags.map((flag) => `--${flag}`)];
  const child = Bun.spawn([...inside, ...command], {
    cwd: place.dir,
    env: { ...Bun.env, PATH },
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  return {
    port,
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await child.exited;
      place[Symbol.dispose]();
    },
  };
};
