// The client's heartbeat, by a clock that the test moves.
import { expect, test } from 'bun:test';
import { createHeartbeat } from '../../../../src/web/model/net/heartbeat';

const startHeartbeat = (answers = true) => {
  let now = 0;
  const timers = new Set<{ at: number; act: () => void }>();
  const told: string[] = [];
  const line = { answers, isSeen: true };
  const heartbeat = createHeartbeat(
    {
      ping() {
        told.push(`ping ${now}`);
        if (line.answers) heartbeat.received();
      },
      lost: () => told.push(`lost ${now}`),
    },
    {
      now: () => now,
      after(ms, act) {
        const timer = { at: now + ms, act };
        timers.add(timer);
        return () => timers.delete(timer);
      },
      isSeen: () => line.isSeen,
    },
  );
  const due = () => [...timers].toSorted((a, b) => a.at - b.at)[0];
  return {
    heartbeat,
    told,
    line,
    timers,
    /** Every timer on its time, or all that were due late. */
    pass(ms: number, isAsleep = false): void {
      const end = now + ms;
      if (isAsleep) now = end;
      for (let timer = due(); timer && timer.at <= end; timer = due()) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.act();
      }
      now = end;
    },
  };
};

test('a connection that dies without a word is noticed within 10 seconds', () => {
  const { heartbeat, told, line, pass, timers } = startHeartbeat();
  heartbeat.received();
  pass(7_000);
  expect(told).toEqual(['ping 3000', 'ping 6000']);
  // It dies just after its last answer.
  line.answers = false;
  pass(8_000);
  expect(told).toEqual(['ping 3000', 'ping 6000', 'ping 9000', 'lost 15000']);
  expect(timers.size).toBe(0);
});

test('one that never says a word is given up as well', () => {
  const { told, pass } = startHeartbeat(false);
  pass(10_000);
  expect(told).toEqual(['lost 6000']);
});

test('whatever comes is a sign of life: a busy line is not asked', () => {
  const { heartbeat, told, pass } = startHeartbeat();
  for (let at = 0; at < 20; at += 1) {
    heartbeat.received();
    pass(2_000);
  }
  expect(told).toEqual([]);
});

test('a device that slept asks again before it gives the connection up', () => {
  const { heartbeat, told, line, pass } = startHeartbeat();
  heartbeat.received();
  line.answers = false;
  pass(3_000);
  expect(told).toEqual(['ping 3000']);
  pass(60_000, true);
  expect(told).toEqual(['ping 3000']);
  // The answer lay behind the timer.
  heartbeat.received();
  line.answers = true;
  pass(4_000);
  expect(told).toEqual(['ping 3000', 'ping 66000']);
  line.answers = false;
  pass(2_000);
  pass(60_000, true);
  pass(6_000);
  expect(told.slice(2)).toEqual(['ping 69000', 'lost 135000']);
});

test('a page that nobody sees asks seldom, and at once when someone looks', () => {
  const { heartbeat, told, line, pass } = startHeartbeat();
  line.isSeen = false;
  heartbeat.received();
  pass(19_000);
  expect(told).toEqual([]);
  line.isSeen = true;
  heartbeat.check();
  expect(told).toEqual(['ping 19000']);
  heartbeat.stop();
  heartbeat.received();
  heartbeat.check();
  pass(60_000);
  expect(told).toEqual(['ping 19000']);
});
