// Network namespaces of a test's own (namespaces(7)), as root or, with user namespaces, as anybody. They
// lie in the mount namespace of one process that waits for the end of its input: however the test ends,
// that process then ends whatever runs in them, and the kernel removes the rest. So nothing is left
// behind, two runs never meet, and no packet gets out: no link leads to the machine itself.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratch } from '../scratch';

const PATH = `${Bun.env.PATH}:/usr/sbin:/sbin`;
const env = { ...Bun.env, PATH };

/** Ways to get namespaces: as root, and as anybody who becomes root of a user namespace. */
const WAYS = [
  { unshare: ['-n', '-m'], nsenter: ['-n', '-m'] },
  { unshare: ['-U', '-r', '-n', '-m'], nsenter: ['-U', '--preserve-credentials', '-n', '-m'] },
];

const isAllowed = ({ unshare }: (typeof WAYS)[number]): boolean => {
  const probe =
    'mount -t tmpfs tmpfs /run && mkdir /run/netns && ip netns add probe && nft list ruleset';
  const made = Bun.spawnSync(['unshare', ...unshare, 'sh', '-ec', probe], { env });
  return made.exitCode === 0;
};

/** Undefined where neither is allowed, or a program for it is missing. */
const findWay = () => {
  const programs = ['unshare', 'nsenter', 'ip', 'nft'];
  if (programs.some((program) => Bun.which(program, { PATH }) === null)) return undefined;
  return WAYS.find(isAllowed);
};

let found: { way: ReturnType<typeof findWay> } | undefined;
const way = () => {
  found ??= { way: findWay() };
  return found.way;
};

export const canMakeNamespaces = (): boolean => way() !== undefined;

const holding = (script: string) => `
trap '' HUP INT TERM
names=$(readlink -f /etc/resolv.conf)
mount -t tmpfs tmpfs /run
mkdir /run/netns
mount --bind hosts /etc/hosts
[ -e "$names" ] || install -D resolv.conf "$names"
mount --bind resolv.conf "$names"
${script}
echo ready
cat >/dev/null
for name in $(ls /run/netns); do ip netns pids "$name" | xargs -r kill -9; done
`;

/** `script` makes them, by sh; `hosts` are the names known in them. @throws what it said when it fails */
export const openNamespaces = async (script: string, hosts: Record<string, string>) => {
  const { unshare = [], nsenter = [] } = way() ?? {};
  const place = scratch();
  // Chromium asks for those of relays with a dot behind them.
  const lines = Object.entries(hosts).map(([name, at]) => `${at} ${name} ${name}.\n`);
  writeFileSync(join(place.dir, 'hosts'), `127.0.0.1 localhost\n${lines.join('')}`);
  // Any other name is unknown at once: nobody answers there.
  writeFileSync(join(place.dir, 'resolv.conf'), 'nameserver 127.0.0.1\n');
  const holder = Bun.spawn(['unshare', ...unshare, 'sh', '-ec', holding(script)], {
    cwd: place.dir,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { value } = await holder.stdout.getReader().read();
  if (value === undefined) {
    throw new Error(`no namespaces: ${await new Response(holder.stderr).text()}`);
  }
  const enter = (name: string): string[] => [
    ...['nsenter', '-t', `${holder.pid}`, ...nsenter],
    ...['ip', 'netns', 'exec', name],
  ];
  return {
    /** Of what is of this run alone. */
    dir: place.dir,
    /** What stands before a command that is to run there; its process is then that of the command. */
    enter,
    /** Runs it there to its end, and gives what it said. @throws when it fails */
    run(name: string, command: string[], input = ''): string {
      const stdin = new TextEncoder().encode(input);
      const done = Bun.spawnSync([...enter(name), ...command], { env, stdin });
      if (done.exitCode === 0) return done.stdout.toString();
      throw new Error(`${command.join(' ')} in ${name}: ${done.stderr}`);
    },
    async [Symbol.asyncDispose]() {
      holder.stdin.end();
      await holder.exited;
      place[Symbol.dispose]();
    },
  };
};

export type Namespaces = Awaited<ReturnType<typeof openNamespaces>>;
