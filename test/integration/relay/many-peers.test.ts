// Counted by the kernel: whatever a client names as a peer, nothing goes there.
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { isAvailable } from '../../support/available';
import { openNamespaces } from '../../support/network/namespaces';

const PROGRAM = join(import.meta.dir, '../../support/relay/many-peers.ts');

/** A machine with a way out to everywhere, on which whatever takes it is counted. */
const MACHINE = `
ip netns add machine
ip -n machine link set lo up
ip -n machine link add out type veth peer name nowhere
ip -n machine link set nowhere up
ip -n machine addr add 10.9.0.1/24 dev out
ip -n machine link set out up
ip -n machine route add default dev out
ip netns exec machine nft 'table ip counting {
  chain leaving { type filter hook output priority 0; oifname "out" counter; }
}'
`;

test.skipIf(!isAvailable('network namespaces'))(
  'of what is sent to 10,000 random peers through the relay not one packet leaves the machine',
  async () => {
    await using machine = await openNamespaces(MACHINE, {});
    const leaving = () => {
      const list = machine.run('machine', ['nft', 'list', 'table', 'ip', 'counting']);
      return Number(/packets (\d+)/.exec(list)?.[1]);
    };
    // What leaves is counted.
    const one = `await (await Bun.udpSocket({})).send('hello', 9, '203.0.113.9'); process.exit()`;
    machine.run('machine', [process.execPath, '-e', one]);
    expect(leaving()).toBe(1);
    const said = machine.run('machine', [process.execPath, PROGRAM]);
    const { packets, refused } = JSON.parse(said);
    // It all came to the relay.
    expect(packets).toBe(0);
    expect(refused.no_such_peer + refused.no_permission).toBeGreaterThan(19_000);
    expect(leaving()).toBe(1);
  },
);
