// Pushes that wait: how many at once, what pauses a service, when they are tried again. The clock is
// the test's, and so is the moment at which the queue looks for what fell due.
import { expect, test } from 'bun:test';
import { setImmediate } from 'node:timers/promises';
import type { Log } from '../../../src/platform/log';
import { createQueue, type Job } from '../../../src/push/queue';
import { createServices, type Outcome } from '../../../src/push/services';
import type { Verdict } from '../../../src/push/verdict';
import { manualClock } from '../../support/clock';

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };
const outcome = (verdict: Verdict): Outcome => ({ verdict, said: verdict.is, ahead_ms: undefined });
const TAKEN = outcome({ is: 'taken' });
const UNANSWERED = outcome({ is: 'unanswered', reason: 'status 503' });
const SERVICE = 'https://push.example';

/** Calls stay open until they are answered, or are answered at once by `standing`. */
const scene = () => {
  const clock = manualClock(1_000_000_000_000);
  const services = createServices(clock);
  const open: ((outcome: Outcome) => void)[] = [];
  const sent: string[] = [];
  let standing: Outcome | undefined;
  const queue = createQueue({
    clock,
    log: silent,
    services,
    send({ payload }) {
      sent.push(payload);
      if (standing !== undefined) return Promise.resolve(standing);
      return new Promise((resolve) => open.push(resolve));
    },
  });
  /** Nothing more happens until the clock moves. */
  const settles = async () => {
    queue.tick();
    for (let before = -1; before !== sent.length; ) {
      before = sent.length;
      // Two are begun in a turn, and what is answered makes room for the next.
      for (let turns = 0; turns < 3; turns += 1) await setImmediate();
    }
  };
  return {
    clock,
    services,
    queue,
    sent,
    answers(all: Outcome) {
      standing = all;
      for (const answer of open.splice(0)) answer(all);
    },
    add(key: string, more: Partial<Job> = {}) {
      const job: Job = {
        key,
        service: SERVICE,
        due_at: clock.now(),
        apart_ms: 0,
        expires_at: clock.now() + 86_400_000,
        attempts: 0,
        compose: () => ({
          endpoint: '',
          receiver: { p256dh: new Uint8Array(), auth: new Uint8Array() },
          payload: key,
          size: 1_024,
          ttl_s: 60,
          topic: '',
          settled() {},
        }),
        ...more,
      };
      return queue.add(job);
    },
    settles,
    async sends(count: number) {
      await settles();
      expect(sent).toHaveLength(count);
    },
  };
};

test('eight calls at once to a service, 64 in all, and none waits for a service that hangs', async () => {
  const it = scene();
  for (let i = 0; i < 30; i += 1) it.add(`a ${i}`);
  await it.sends(8);
  for (let i = 0; i < 20; i += 1) {
    for (let n = 0; n < 8; n += 1) it.add(`${i} ${n}`, { service: `https://s${i}.example` });
  }
  await it.sends(64);
  expect(it.sent.filter((key) => key.startsWith('a '))).toHaveLength(8);
  it.answers(TAKEN);
  await it.sends(190);
  expect(it.queue.size()).toBe(0);
});

test('what no service answers is tried again after 2, 8, 30 and 120 seconds, and then no more', async () => {
  const it = scene();
  it.answers(UNANSWERED);
  it.add('a');
  await it.sends(1);
  for (const [wait_s, count] of [
    [2, 2],
    [8, 3],
    [30, 4],
    [120, 5],
  ] as const) {
    it.clock.advance(wait_s * 1_000 - 1);
    await it.sends(count - 1);
    it.clock.advance(1);
    await it.sends(count);
  }
  it.clock.advance(3_600_000);
  await it.settles();
  expect([it.sent.length, it.queue.size()]).toEqual([5, 0]);
});

test('twenty silences in a row pause a service for five minutes, and one call tries it out', async () => {
  const it = scene();
  for (let i = 0; i < 40; i += 1) it.add(`a ${i}`);
  it.answers(UNANSWERED);
  await it.settles();
  const before = it.sent.length;
  expect(before).toBeWithin(20, 28);
  it.clock.advance(299_000);
  await it.sends(before);
  it.clock.advance(2_000);
  await it.sends(before + 1);
  it.clock.advance(301_000);
  it.answers(TAKEN);
  await it.settles();
  expect(it.queue.size()).toBe(0);
});

test('a service that asks for a pause has it, and what came last for each thing is sent after it', async () => {
  const it = scene();
  it.answers(outcome({ is: 'paused', pause_ms: 60_000 }));
  it.add('a');
  await it.sends(1);
  it.add('a');
  it.add('b');
  it.clock.advance(59_000);
  await it.settles();
  expect(it.sent).toEqual(['a']);
  it.answers(TAKEN);
  it.clock.advance(1_001);
  await it.settles();
  expect(it.sent.toSorted()).toEqual(['a', 'a', 'b']);
});

test('of one key one job waits: the first goes at once, then one in the time that it keeps apart', async () => {
  const it = scene();
  it.answers(TAKEN);
  const apart = { apart_ms: 10_000 };
  it.add('a', apart);
  await it.sends(1);
  for (let i = 0; i < 100; i += 1) it.add('a', { ...apart, due_at: it.clock.now() });
  expect(it.queue.size()).toBe(1);
  it.clock.advance(9_999);
  await it.sends(1);
  it.clock.advance(1);
  await it.settles();
  expect([it.sent.length, it.queue.size()]).toEqual([2, 0]);
});

test('what waits may speak for what is new, unless that is to go out sooner', async () => {
  const it = scene();
  it.answers(TAKEN);
  const { queue, clock } = it;
  const apart_ms = 10_000;
  const now = clock.now();
  expect(queue.delayedUntil('a', now)).toBeUndefined();
  it.add('a', { apart_ms, due_at: now + 3_000 });
  expect(queue.delayedUntil('a', now + 3_000)?.key).toBe('a');
  expect(queue.delayedUntil('a', now + 2_999)).toBeUndefined();
  clock.advance(3_000);
  await it.sends(1);
  // From now on the ten seconds decide, whatever is due before.
  it.add('a', { apart_ms, due_at: clock.now() });
  expect(queue.delayedUntil('a', clock.now())?.due_at).toBe(clock.now() + apart_ms);
  expect(queue.isReady('a', SERVICE)).toBe(false);
});

test('what would come too late is not tried again, and the later of two waits for the earlier', async () => {
  const it = scene();
  it.add('call', { expires_at: it.clock.now() + 5_000 });
  await it.sends(1);
  it.add('call');
  await it.sends(1);
  it.answers(UNANSWERED);
  it.clock.advance(200);
  await it.settles();
  // The second has its place, and is tried again in its own time.
  it.clock.advance(2_000);
  await it.sends(2);
  const soon = scene();
  soon.add('call');
  soon.add('call');
  await soon.sends(1);
  soon.add('call');
  await soon.sends(1);
  soon.answers(TAKEN);
  await soon.sends(2);
  const late = scene();
  late.answers(UNANSWERED);
  late.add('test', { expires_at: late.clock.now() + 12_000 });
  await late.sends(1);
  for (let i = 0; i < 3; i += 1) {
    late.clock.advance(8_000);
    await late.settles();
  }
  expect([late.sent.length, late.queue.size()]).toEqual([2, 0]);
});

test('what has nothing to say any more costs no call, and a full queue takes nothing new', async () => {
  const it = scene();
  it.add('a', { compose: () => undefined });
  it.add('b', {
    compose() {
      throw new Error('a fault');
    },
  });
  await it.settles();
  expect([it.sent, it.queue.size()]).toEqual([[], 0]);
  for (let i = 0; i < 20_000; i += 1) it.add(`${i}`, { due_at: it.clock.now() + 1_000 });
  expect(it.add('one more', { due_at: it.clock.now() + 1_000 })).toBe(false);
  expect(it.add('7', { due_at: it.clock.now() + 1_000 })).toBe(true);
});
