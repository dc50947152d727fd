// A small internet: a server with public addresses, and two homes, each a host behind its router. What
// kind of router it is can be changed at any time.
import { join } from 'node:path';
import { type Namespaces, openNamespaces } from './namespaces';
import { type Manner, rulesOf } from './routers';

export const SERVER = '203.0.113.10';
/** The same host by another of its addresses, to which its name leads. */
export const SERVER_TOO = '203.0.113.11';
export const HOST = 'chat8.example';

const HOMES = {
  alice: { router: '203.0.113.101', net: '10.1.0' },
  bob: { router: '203.0.113.102', net: '10.2.0' },
} as const;

export type Home = keyof typeof HOMES;

export const addressOf = (home: Home): string => `${HOMES[home].net}.2`;
export const routerOf = (home: Home): string => HOMES[home].router;

/** Only IPv4, and nothing that speaks of its own accord. */
const begin = (name: string, lines: string[]) => `
ip netns add ${name}
ip netns exec ${name} sh -c 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
ip -n ${name} -batch - <<'.'
link set lo up
${lines.join('\n')}
.
`;

const cable = (from: string, to: string) => `link add ${from} type veth peer name ${to}`;

const homeScript = (home: Home): string => {
  const { router, net } = HOMES[home];
  return [
    begin(home, []),
    begin(`${home}-router`, []),
    `ip netns exec ${home}-router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'`,
    "ip -batch - <<'.'",
    cable(`wan netns ${home}-router`, `${home}`),
    `link set ${home} master internet up`,
    cable(`lan netns ${home}-router`, `lan netns ${home}`),
    '.',
    `ip -n ${home}-router -batch - <<'.'`,
    `addr add ${router}/24 dev wan`,
    `addr add ${net}.1/24 dev lan`,
    'link set wan up',
    'link set lan up',
    '.',
    `ip -n ${home} -batch - <<'.'`,
    `addr add ${net}.2/24 dev lan`,
    'link set lan up',
    `route add default via ${net}.1`,
    '.',
  ].join('\n');
};

const SOURCES = join(import.meta.dir, '../../../src');

const script = [
  // What is compiled needs none of them.
  `mount -t tmpfs tmpfs '${SOURCES}'`,
  'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6',
  'ip link add internet type bridge',
  'ip link set internet up',
  begin('server', []),
  "ip -batch - <<'.'",
  cable('net netns server', 'server'),
  'link set server master internet up',
  '.',
  ...(['alice', 'bob'] as const).map(homeScript),
  "ip -n server -batch - <<'.'",
  `addr add ${SERVER}/24 dev net`,
  `addr add ${SERVER_TOO}/24 dev net`,
  'link set net up',
  // To the hosts of a home that is open.
  ...Object.values(HOMES).map(({ net, router }) => `route add ${net}.0/24 via ${router}`),
  '.',
].join('\n');

/** Only to an open home is there a way for others. */
const createRouter = ({ run }: Namespaces, home: Home) => {
  const other = home === 'alice' ? 'bob' : 'alice';
  const { net, router } = HOMES[home];
  return (manner: Manner): void => {
    run(`${home}-router`, ['nft', '-f', '-'], rulesOf(manner));
    const way = `${net}.0/24`;
    const route = manner === 'open' ? `route replace ${way} via ${router}` : `route flush ${way}`;
    run(`${other}-router`, ['ip', ...route.split(' ')]);
  };
};

export const openInternet = async () => {
  const namespaces = await openNamespaces(script, { [HOST]: SERVER_TOO });
  return {
    ...namespaces,
    routers: {
      alice: createRouter(namespaces, 'alice'),
      bob: createRouter(namespaces, 'bob'),
    },
  };
};

export type Internet = Awaited<ReturnType<typeof openInternet>>;
