// Who asks without end waits for himself.
import { expect, test } from 'bun:test';
import { createConcurrencyLimit } from '../../../src/http/concurrency-limit/concurrency-limit';
import {
  concurrent_pages_max,
  concurrent_requests_max,
  concurrent_transfers_max,
  concurrent_transfers_of_all_max,
  large_answer_pause_ms,
  MIB,
  queued_bodies_bytes_max,
  queued_bodies_of_all_bytes_max,
  queued_requests_max,
  waiting_body_bytes_max,
} from '../../../src/protocol/limits';

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
  await Bun.sleep(large_answer_pause_ms);
  expect(entered()).toBe(concurrent_pages_max + 2);
  await other;
});

/** Everything that came in or waits; what is refused is counted. */
const uploads = (
  concurrency: ReturnType<typeof createConcurrencyLimit>,
  who: number,
  count: number,
  headers: Record<string, string>,
) => {
  let refused = 0;
  const all = Array.from({ length: count }, () => {
    const request = new Request('http://localhost/', { method: 'POST', headers });
    try {
      void Promise.resolve(concurrency.acquire(who, 'transfer', request)).catch(() => {});
    } catch {
      refused += 1;
    }
    return request;
  });
  return { all, refused: () => refused };
};

test('the bodies that wait are so many bytes of one person, and of everybody; whoever is at work counts none', async () => {
  const concurrency = createConcurrencyLimit();
  const large = { 'content-length': String(90 * MIB) };
  const waiting_max = queued_bodies_bytes_max / waiting_body_bytes_max;
  const mallorys = uploads(concurrency, mallory, concurrent_transfers_max, large);
  expect([mallorys.refused(), concurrency.heldBytes()]).toEqual([0, 0]);
  const more = uploads(concurrency, mallory, waiting_max + 3, large);
  expect([more.refused(), concurrency.heldBytes()]).toEqual([3, queued_bodies_bytes_max]);
  // Nor without a length; but small ones go on waiting, and whoever asks for bytes sends none.
  const endless = { 'transfer-encoding': 'chunked' };
  expect(uploads(concurrency, mallory, 1, endless).refused()).toBe(1);
  const get = new Request('http://localhost/');
  expect(concurrency.acquire(mallory, 'transfer', get)).toBeInstanceOf(Promise);
  // Others have room of their own, until all of it is taken.
  const others = queued_bodies_of_all_bytes_max / queued_bodies_bytes_max - 1;
  for (let who = 2; who < 2 + others; who += 1) {
    const theirs = uploads(concurrency, who, concurrent_transfers_max + waiting_max, large);
    expect(theirs.refused()).toBe(0);
  }
  expect(concurrency.heldBytes()).toBe(queued_bodies_of_all_bytes_max);
  const last = uploads(concurrency, 99, concurrent_transfers_max + 1, large);
  expect(last.refused()).toBe(1);
  // Who comes to work no longer waits.
  for (const request of mallorys.all) concurrency.release(request);
  await Bun.sleep(0);
  expect(concurrency.heldBytes()).toBe(queued_bodies_of_all_bytes_max - queued_bodies_bytes_max);
});

test('so many transfers of everybody are at work, and a person has 16 of them', async () => {
  const concurrency = createConcurrencyLimit();
  const people = concurrent_transfers_of_all_max / concurrent_transfers_max;
  const small = { 'content-length': '10' };
  const all = Array.from({ length: people }, (_, i) =>
    uploads(concurrency, i + 1, concurrent_transfers_max, small),
  );
  const late = new Request('http://localhost/');
  let isIn = false;
  void Promise.resolve(concurrency.acquire(people + 1, 'transfer', late)).then(() => {
    isIn = true;
  });
  await Bun.sleep(0);
  expect(isIn).toBe(false);
  const [first] = all[0]?.all ?? [];
  if (first === undefined) throw new Error('nobody came');
  concurrency.release(first);
  await Bun.sleep(0);
  expect(isIn).toBe(true);
});

test('a file counts until it is sent, or its reader is gone', async () => {
  const concurrency = createConcurrencyLimit();
  const sent = new Set<Request>();
  const server = { requestIP: (request: Request) => (sent.has(request) ? null : {}) };
  const { all } = uploads(concurrency, mallory, concurrent_transfers_max, {});
  for (const request of all) {
    concurrency.holdUntilSent(request, server);
    // The answer has begun.
    concurrency.release(request);
  }
  let isIn = false;
  const next = new Request('http://localhost/');
  const entered = Promise.resolve(concurrency.acquire(mallory, 'transfer', next)).then(() => {
    isIn = true;
  });
  await Bun.sleep(0);
  expect(isIn).toBe(false);
  const [first] = all;
  if (first !== undefined) sent.add(first);
  await entered;
  expect(isIn).toBe(true);
});
