// A device that catches up with large texts, among people who talk.
import { expect, test } from 'bun:test';
import type { LoggedEvent } from '../../../src/db/ledger/event-runs';
import { createCatchup } from '../../../src/features/socket/catchup';
import { content_bytes_max, replay_turn_units } from '../../../src/protocol/limits';
import { createDevice, type Device } from '../../../src/realtime/device';

const count = 40;
const events: LoggedEvent[] = Array.from({ length: count }, (_, i) => ({
  seq: i + 1,
  type: 'new_message',
  subject_id: i + 1,
  detail: null,
  created_at: 0,
}));

/** A reader whose system takes everything at once: its buffer never grows. */
const greedy = () => {
  const sent: string[] = [];
  const socket = {
    readyState: WebSocket.OPEN,
    getBufferedAmount: () => 0,
    send: (text: string) => sent.push(text),
  };
  const opening = { user_id: 1, session_id: 1, language: 'en', since: '0', epoch: 'e' } as const;
  const device = createDevice(opening, 0);
  device.socket = socket as unknown as NonNullable<Device['socket']>;
  return { device, sent };
};

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('large texts are sent a few in each turn of the event loop, all of them, and then what is live', async () => {
  const live: Device[] = [];
  const world = {
    clock: { now: () => 0 },
    log: {},
    epoch: 'e',
    restored_at: null,
    eventLog: {
      head: () => count,
      canResume: () => true,
      after: (_: number, since: number, limit: number) => events.slice(since, since + limit),
    },
    friends: { requestsOf: () => [] },
    hub: { subscribe: () => {} },
    readTransaction: (read: () => unknown) => read(),
  } as unknown as Parameters<typeof createCatchup>[0];
  const content = 'x'.repeat(content_bytes_max);
  const replay = (_: number, { type, subject_id }: LoggedEvent) => ({
    type,
    data: { id: subject_id, content },
  });
  const catchup = createCatchup(
    world,
    { build: () => 'build', replay, collect: () => {} },
    (device) => live.push(device),
  );
  const { device, sent } = greedy();
  catchup.begin(device);
  expect(sent).toHaveLength(1);
  for (let before = sent.length; live.length === 0; before = sent.length) {
    await turn();
    const units = sent.slice(before).reduce((sum, { length }) => sum + length, 0);
    expect(units).toBeLessThan(replay_turn_units + 2 * content_bytes_max);
  }
  const seqs = sent.slice(1).map((text) => JSON.parse(text).seq);
  expect(seqs).toEqual(events.map(({ seq }) => seq));
});
