// The relay in a thread of this process, and two people who talk through it.
import { expect } from 'bun:test';
import { type RelayOptions, startRelay } from '../../../src/relay/relay';
import { eventually } from '../timing';
import { type OpenWire, openClient } from './client';
import { credentialsFor, dataIn } from './messages';

export const secret = 'the secret of the relay';

export const startHere = async (options: Partial<RelayOptions> = {}) => {
  const asked: string[] = [];
  const exits: string[] = [];
  const relay = await startRelay({
    host: '127.0.0.1',
    port: 0,
    secret,
    callOf(call_id) {
      asked.push(call_id);
      return call_id.startsWith('call') ? { call_id, member_ids: [1, 2] } : undefined;
    },
    onExit: (reason) => exits.push(reason),
    ...options,
  });
  return { ...relay, asked, exits, [Symbol.asyncDispose]: relay.stop };
};

export type Here = Awaited<ReturnType<typeof startHere>>;

/** alice and bob, who talk to each other. */
export const twoOf = async (
  port: number,
  call_id: string,
  ways: [OpenWire, OpenWire],
  at = [port, port],
) => {
  const [first, second] = ways;
  const alice = await openClient(first, at[0] ?? port, credentialsFor(secret, call_id, 1));
  const bob = await openClient(second, at[1] ?? port, credentialsFor(secret, call_id, 2));
  const [a, b] = [(await alice.allocate()).relayed, (await bob.allocate()).relayed];
  await alice.permit(a.address);
  await bob.bind(0x4000, a.address, a.port);
  return {
    alice,
    bob,
    /** bob's. */
    relayed: b,
    /** Until it came both ways. */
    async talk() {
      const text = crypto.randomUUID();
      alice.send(b.address, b.port, Buffer.from(text));
      await eventually(() => bob.data.length > 0);
      bob.sendThrough(0x4000, Buffer.from(text));
      await eventually(() => alice.data.length > 0);
      const [there, back] = [bob.data.splice(0)[0], alice.data.splice(0)[0]];
      expect(there && dataIn(there)).toEqual({ from: 'channel 16384', payload: Buffer.from(text) });
      expect(back && dataIn(back)?.payload).toEqual(Buffer.from(text));
    },
    [Symbol.dispose]() {
      alice.wire.close();
      bob.wire.close();
    },
  };
};
