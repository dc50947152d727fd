// The relay serves clients that others wrote: those of coturn.
import { expect, test } from 'bun:test';
import { startRelay } from '../../../src/relay/relay';
import { isAvailable } from '../../support/available';
import { callScene } from '../../support/calls/scene';
import { frontSettings } from '../../support/network/behind-front';
import { credentialsFor } from '../../support/relay/messages';
import { seenByStunclient, talkByTurnutils } from '../../support/relay/turnutils';

const secret = 'the secret of the relay';

test.skipIf(!isAvailable('turnutils'))(
  'turnutils_uclient talks to itself over UDP and TCP, with channels and without, and stunclient sees itself',
  async () => {
    const relay = await startRelay({
      host: '127.0.0.1',
      port: 0,
      secret,
      callOf: (call_id) => ({ call_id, member_ids: [1] }),
    });
    try {
      const ways = ['-c', '', '-c -s', '-D', '-g', '-G', '-c -t', '-c -t -s', '-t'].map((flags) =>
        flags.split(' ').filter(Boolean),
      );
      const talked = await Promise.all(
        ways.map((flags, i) =>
          talkByTurnutils(relay.port, credentialsFor(secret, `call-${i}`, 1), flags),
        ),
      );
      for (const [i, { code, sent, received, said }] of talked.entries()) {
        expect([ways[i], code, sent, said]).toEqual([ways[i], 0, received, said]);
        expect(sent).toBeGreaterThanOrEqual(10);
      }
      expect(await seenByStunclient(relay.port)).toBe('127.0.0.1');
      const stranger = await talkByTurnutils(relay.port, credentialsFor(secret, 'call', 2), []);
      expect([stranger.code === 0, stranger.said]).toEqual([
        false,
        expect.stringContaining('Cannot complete Allocation'),
      ]);
      const { packets, refused } = await relay.stats();
      expect(packets).toBeGreaterThanOrEqual(70);
      expect([refused.no_such_peer, refused.junk]).toEqual([0, 0]);
    } finally {
      await relay.stop();
    }
  },
  300_000,
);

test.skipIf(!isAvailable('turnutils'))(
  'turnutils_uclient talks to itself over TLS at the port of the page, with what the server gave',
  async () => {
    await using it = await callScene(frontSettings());
    const { call_id } = await it.runs();
    const { body } = await it.alice.get(`/calls/ice-servers?call_id=${call_id}`);
    const { username, credential: password } = body.data.ice_servers.at(-1);
    const port = Number(new URL(it.url).port);
    const ways = [['-c'], ['-c', '-s']].map((flags) => ['-t', '-S', ...flags]);
    const talked = await Promise.all(
      ways.map((flags) => talkByTurnutils(port, { username, password }, flags)),
    );
    for (const { code, sent, received, said } of talked) {
      expect([code, sent, said]).toEqual([0, received, said]);
      expect(sent).toBeGreaterThanOrEqual(10);
    }
  },
  300_000,
);
