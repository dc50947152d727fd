// The executable relays by itself: the thread of the relay is in it, and nothing is read beside it.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { startExecutable } from '../../support/executable';
import { PLAIN } from '../../support/network/behind-front';
import { register } from '../../support/person';
import { openClient, overTcp, overUdp } from '../../support/relay/client';
import { dataIn } from '../../support/relay/messages';
import { eventually } from '../../support/timing';

const root = join(import.meta.dir, '../../..');

/** Where an empty directory lies over the sources, and the program is all that there is of them. */
const WITHOUT_SOURCES = `
: >program && mount --bind "$0" program &&
mount -t tmpfs tmpfs '${root}' && [ -z "$(ls -A '${root}')" ] &&
exec ./program "$@"`;

const hidden = () => {
  const user = process.getuid?.() === 0 ? [] : ['-U', '-r'];
  return ['unshare', ...user, '-m', 'sh', '-c', WITHOUT_SOURCES];
};

test.skipIf(!isAvailable('network namespaces'))(
  'with its sources moved away the executable relays a call over UDP and TCP, and searches',
  async () => {
    const env = { ...PLAIN, CHAT8_RELAY: 'on', CHAT8_TURN_PORT: '0' };
    await using server = await startExecutable({ env, inside: hidden() });
    const alice = await register(server.url, 'alice');
    const { call_id } = (await alice.post('/calls/test')).body.data;
    const found = await alice.get(`/calls/ice-servers?call_id=${call_id}`);
    const { urls, username, credential: password } = found.body.data.ice_servers.at(-1);
    const port = Number(/:(\d+)\?transport=udp/.exec(urls.join(' '))?.[1]);
    using one = await openClient(overUdp(), port, { username, password });
    using other = await openClient(overTcp(), port, { username, password });
    const [first, second] = [(await one.allocate()).relayed, (await other.allocate()).relayed];
    await one.bind(0x4000, second.address, second.port);
    await other.permit(first.address);
    one.sendThrough(0x4000, Buffer.from('hello'));
    await eventually(() => other.data.length > 0);
    const [bytes] = other.data;
    expect(bytes && dataIn(bytes)?.payload.toString()).toBe('hello');
    expect((await alice.get('/messages/search?q=hello')).status).toBe(200);
    expect(await server.stop()).toBe(0);
  },
);
