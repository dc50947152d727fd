// Files that come and go, and the bodies that wait: of one person, and of everybody.
import { expect, test } from 'bun:test';
import { createConcurrencyLimit } from '../../../src/http/concurrency-limit/concurrency-limit';
import {
  concurrent_transfers_max,
  concurrent_transfers_of_all_max,
  MIB,
  queued_bodies_bytes_max,
  queued_bodies_of_all_bytes_max,
  waiting_body_bytes_max,
} from '../../../src/protocol/limits';

const mallory = 1;

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
  const got = concurrency.acquire(mallory, 'transfer', get);
  expect(got).toBeInstanceOf(Promise);
  // It is refused in 30 s, while other tests run.
  void Promise.resolve(got).catch(() => {});
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
