// A relay that dies is started again, at its port and after longer and longer pauses.
import { expect, test } from 'bun:test';
import { PortError } from '../../../src/platform/port';
import type { Relay, RelayOptions } from '../../../src/relay/relay';
import { emptyStats } from '../../../src/relay/stats';
import { createRelaySupervisor } from '../../../src/relay/supervisor';
import { eventually } from '../../support/timing';

const options = { host: '127.0.0.1', secret: 'secret', callOf: () => undefined };

const scene = (start: (options: RelayOptions) => Promise<Relay>, off?: 'switched_off') => {
  const lines: string[] = [];
  const say = (message: string) => void lines.push(message);
  const log = { debug: say, info: say, warn: say, error: say };
  return { lines, supervisor: createRelaySupervisor({ ...options, port: 0, off, start, log }) };
};

/** As many as there were, and what each was asked for. */
const workers = () => {
  const started: RelayOptions[] = [];
  const start = async (asked: RelayOptions) => {
    started.push(asked);
    const stats = { ...emptyStats(), packets: 10, allocations: 1 };
    return { port: asked.port || 3_478, stats: async () => stats, stop: async () => {} } as Relay;
  };
  return { started, start, die: (reason: string) => started.at(-1)?.onExit?.(reason) };
};

test('one that ends is started again at the port that it had, and what it counted is kept', async () => {
  const { started, start, die } = workers();
  const { supervisor, lines } = scene(start);
  expect(supervisor.running()).toBeUndefined();
  expect((await supervisor.ready())?.port).toBe(3_478);
  die('a bug');
  expect([supervisor.running(), supervisor.trouble()]).toEqual([undefined, 'a bug']);
  await eventually(() => supervisor.running() !== undefined);
  expect(started.map(({ port }) => port)).toEqual([0, 3_478]);
  expect([supervisor.ends(), supervisor.trouble()]).toEqual([1, undefined]);
  expect(await supervisor.stats()).toMatchObject({ packets: 20, allocations: 1 });
  expect(lines).toContain('the relay of calls ended, and is started again');
  await supervisor.stop();
  die('the server stops');
  await Bun.sleep(60);
  expect(started).toHaveLength(2);
  expect(await supervisor.ready()).toBeUndefined();
});

test('each pause is longer than the one before, whether it ended or did not start', async () => {
  const { started, start, die } = workers();
  const times: number[] = [];
  let refusals = 0;
  const { supervisor } = scene(async (asked) => {
    times.push(performance.now());
    if (times.length % 2 === 1) return start(asked);
    refusals += 1;
    throw new PortError('port 3478 is in use by another program');
  });
  await supervisor.ready();
  die('a bug');
  await eventually(() => refusals === 1);
  expect(supervisor.trouble()).toContain('in use');
  await eventually(() => started.length === 2);
  const [first = 0, second = 0, third = 0] = times;
  expect(second - first).toBeGreaterThanOrEqual(49);
  expect(third - second).toBeGreaterThanOrEqual(199);
  await supervisor.stop();
});

test('one that is off is never started', async () => {
  const { started, start } = workers();
  const { supervisor } = scene(start, 'switched_off');
  expect([supervisor.isOn, await supervisor.ready()]).toEqual([false, undefined]);
  supervisor.endCall('call');
  expect(await supervisor.stats()).toEqual(emptyStats());
  expect(started).toEqual([]);
});
