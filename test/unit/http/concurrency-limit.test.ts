// Who asks without end waits for himself.
import { expect, test } from 'bun:test';
import { createConcurrencyLimit } from '../../../src/http/concurrency-limit/concurrency-limit';
import {
  concurrent_pages_max,
  concurrent_requests_max,
  large_answer_pause_ms,
  queued_requests_max,
  refused_pause_ms,
} from '../../../src/protocol/limits';
import { eventually } from '../../support/timing';

const ask = (method = 'POST') => new Request('http://localhost/', { method });
const mallory = 1;
const alice = 2;

/** Starts that many; gives the requests, and how far each has come. */
const crowd = (concurrency: ReturnType<typeof createConcurrencyLimit>, count: number) =>
  Array.from({ length: count }, () => {
    const request = ask();
    const state = { request, isIn: false, error: undefined as unknown };
    try {
      const entered = concurrency.acquire(mallory, 'request', request);
      if (entered === undefined) state.isIn = true;
      else {
        entered.then(
          () => {
            state.isIn = true;
          },
          (error) => {
            state.error = error;
          },
        );
      }
    } catch (error) {
      state.error = error;
    }
    return state;
  });

test('eight are at work, 64 wait in order, and more are refused; nobody else notices', async () => {
  const concurrency = createConcurrencyLimit();
  const all = crowd(concurrency, concurrent_requests_max + queued_requests_max + 1);
  expect(all.filter(({ isIn }) => isIn)).toHaveLength(8);
  expect(String(all.at(-1)?.error)).toContain('tooManyRequests');
  expect(all.filter(({ error }) => error !== undefined)).toHaveLength(1);
  expect(concurrency.acquire(alice, 'request', ask())).toBeUndefined();
  expect(concurrency.acquire(mallory, 'transfer', ask())).toBeUndefined();
  expect(concurrency.acquire(mallory, 'keys', ask())).toBeUndefined();
  for (const { request } of all.slice(0, 3)) concurrency.release(request);
  await Bun.sleep(0);
  expect(all.map(({ isIn }) => isIn).lastIndexOf(true)).toBe(10);
  // What has left does so once.
  for (const { request } of all.slice(0, 3)) concurrency.release(request);
  await Bun.sleep(0);
  expect(all.filter(({ isIn }) => isIn)).toHaveLength(11);
});

test('a request that enters twice is one, and an answer that is held counts until it ends', async () => {
  let now = 1_000;
  const concurrency = createConcurrencyLimit(() => now);
  const all = crowd(concurrency, concurrent_requests_max + 1);
  const [first] = all;
  if (first === undefined) throw new Error('nobody came');
  expect(concurrency.acquire(mallory, 'request', first.request)).toBeUndefined();
  const end = concurrency.hold(first.request);
  concurrency.release(first.request);
  await Bun.sleep(0);
  expect(all.at(-1)?.isIn).toBe(false);
  now += large_answer_pause_ms;
  end();
  end();
  await Bun.sleep(0);
  expect(all.at(-1)?.isIn).toBe(true);
});

test('whoever held the loop for ten milliseconds lets others have the next thirty', async () => {
  let now = 1_000;
  const concurrency = createConcurrencyLimit(() => now);
  const heavy = ask('GET');
  expect(concurrency.acquire(mallory, 'request', heavy)).toBeUndefined();
  now += 10;
  concurrency.release(heavy);
  const next = ask('GET');
  const entered = concurrency.acquire(mallory, 'request', next);
  expect(entered).toBeInstanceOf(Promise);
  expect(concurrency.acquire(alice, 'request', ask('GET'))).toBeUndefined();
  now += 30;
  await entered;
  // What it waits for is not the loop's time.
  now += 500;
  concurrency.waited(next);
  concurrency.release(next);
  const refused = ask();
  expect(concurrency.acquire(mallory, 'request', refused)).toBeUndefined();
  concurrency.release(refused, true);
  const waiting = concurrency.acquire(mallory, 'request', ask('GET'));
  expect(waiting).toBeInstanceOf(Promise);
  // Nobody waits for it: it is refused in 30 s, while other tests run.
  void Promise.resolve(waiting).catch(() => {});
  now += 50;
});

test('who waits for the end of a pause does not wait for what takes its time beside it', async () => {
  let now = 1_000;
  const concurrency = createConcurrencyLimit(() => now);
  // A message whose body comes slowly, from a phone.
  const slow = ask();
  expect(concurrency.acquire(mallory, 'request', slow)).toBeUndefined();
  const refused = ask();
  expect(concurrency.acquire(mallory, 'request', refused)).toBeUndefined();
  concurrency.release(refused, true);
  const [first, second] = crowd(concurrency, 2);
  await Bun.sleep(0);
  expect([first?.isIn, second?.isIn]).toEqual([false, false]);
  now += refused_pause_ms;
  await eventually(() => first?.isIn === true && second?.isIn === true, 1_000);
});

test('who gave up while waiting takes nobody’s place', async () => {
  const concurrency = createConcurrencyLimit();
  const all = crowd(concurrency, concurrent_requests_max);
  const left = new AbortController();
  const gone = new Request('http://localhost/', { signal: left.signal });
  const refused = Promise.resolve(concurrency.acquire(mallory, 'request', gone)).then(
    () => 'came in',
    () => 'refused',
  );
  const last = crowd(concurrency, 1);
  left.abort();
  concurrency.release(all[0]?.request ?? ask());
  expect(await refused).toBe('refused');
  await Bun.sleep(0);
  expect(last[0]?.isIn).toBe(true);
});

test('two pages of a person are in memory, and one that waits for them is one of the eight', async () => {
  const concurrency = createConcurrencyLimit();
  const pages = Array.from({ length: concurrent_requests_max }, () => ask('GET'));
  const isIn = pages.map(() => false);
  for (const [at, request] of pages.entries()) {
    const enter = async () => concurrency.acquire(mallory, 'page', request);
    void enter().then(
      () => {
        isIn[at] = true;
      },
      // Those that are left over are refused in 30 s, while other tests run.
      () => {},
    );
  }
  await Bun.sleep(0);
  const entered = () => isIn.filter(Boolean).length;
  expect(entered()).toBe(concurrent_pages_max);
  expect(concurrency.acquire(alice, 'page', ask('GET'))).toBeUndefined();
  const other = concurrency.acquire(mallory, 'request', ask());
  expect(other).toBeInstanceOf(Promise);
  const [first, second] = pages as [Request, Request];
  // Its answer is large, and counts until it is read.
  const read = concurrency.hold(first);
  concurrency.release(first);
  concurrency.release(second);
  await Bun.sleep(0);
  expect(entered()).toBe(concurrent_pages_max + 1);
  read();
  read();
  await eventually(() => entered() === concurrent_pages_max + 2);
  await other;
});

test('whoever neither asks nor waits nor pauses is forgotten, and whoever does is not', async () => {
  let now = 1_000;
  const concurrency = createConcurrencyLimit(() => now);
  const busy = crowd(concurrency, concurrent_requests_max);
  const paused = ask('GET');
  void concurrency.acquire(alice, 'request', paused);
  concurrency.release(paused, true);
  for (let person = 10; person < 10_000; person += 1) {
    for (const kind of ['page', 'transfer', 'keys'] as const) {
      const request = ask();
      expect(concurrency.acquire(person, kind, request)).toBeUndefined();
      concurrency.release(request);
    }
  }
  expect(concurrency.people()).toBeLessThan(200);
  const [next] = crowd(concurrency, 1);
  expect(next?.isIn).toBe(false);
  const waiting = concurrency.acquire(alice, 'request', ask('GET'));
  expect(waiting).toBeInstanceOf(Promise);
  concurrency.release(busy[0]?.request ?? ask());
  await Bun.sleep(0);
  expect(next?.isIn).toBe(true);
  now += refused_pause_ms;
  await waiting;
});
