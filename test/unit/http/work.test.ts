// Who asks without end waits for himself.
import { expect, test } from 'bun:test';
import { createWork } from '../../../src/http/work/work';
import {
  work_large_pause_ms,
  work_requests_max,
  work_waiting_max,
} from '../../../src/protocol/limits';

const ask = (method = 'POST') => new Request('http://localhost/', { method });
const mallory = 1;
const alice = 2;

/** Starts that many; gives the requests, and how far each has come. */
const crowd = (work: ReturnType<typeof createWork>, count: number) =>
  Array.from({ length: count }, () => {
    const request = ask();
    const state = { request, isIn: false, error: undefined as unknown };
    try {
      const entered = work.enter(mallory, 'request', request);
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
  const work = createWork();
  const all = crowd(work, work_requests_max + work_waiting_max + 1);
  expect(all.filter(({ isIn }) => isIn)).toHaveLength(8);
  expect(String(all.at(-1)?.error)).toContain('tooManyRequests');
  expect(all.filter(({ error }) => error !== undefined)).toHaveLength(1);
  expect(work.enter(alice, 'request', ask())).toBeUndefined();
  expect(work.enter(mallory, 'transfer', ask())).toBeUndefined();
  expect(work.enter(mallory, 'keys', ask())).toBeUndefined();
  for (const { request } of all.slice(0, 3)) work.leave(request);
  await Bun.sleep(0);
  expect(all.map(({ isIn }) => isIn).lastIndexOf(true)).toBe(10);
  // What has left does so once.
  for (const { request } of all.slice(0, 3)) work.leave(request);
  await Bun.sleep(0);
  expect(all.filter(({ isIn }) => isIn)).toHaveLength(11);
});

test('a request that enters twice is one, and an answer that is held counts until it ends', async () => {
  let now = 1_000;
  const work = createWork(() => now);
  const all = crowd(work, work_requests_max + 1);
  const [first] = all;
  if (first === undefined) throw new Error('nobody came');
  expect(work.enter(mallory, 'request', first.request)).toBeUndefined();
  const end = work.hold(first.request);
  work.leave(first.request);
  await Bun.sleep(0);
  expect(all.at(-1)?.isIn).toBe(false);
  now += work_large_pause_ms;
  end();
  end();
  await Bun.sleep(0);
  expect(all.at(-1)?.isIn).toBe(true);
});

test('whoever held the loop for ten milliseconds lets others have the next thirty', async () => {
  let now = 1_000;
  const work = createWork(() => now);
  const heavy = ask('GET');
  expect(work.enter(mallory, 'request', heavy)).toBeUndefined();
  now += 10;
  work.leave(heavy);
  const next = ask('GET');
  const entered = work.enter(mallory, 'request', next);
  expect(entered).toBeInstanceOf(Promise);
  expect(work.enter(alice, 'request', ask('GET'))).toBeUndefined();
  now += 30;
  await entered;
  // What it waits for is not the loop's time.
  now += 500;
  work.waited(next);
  work.leave(next);
  const refused = ask();
  expect(work.enter(mallory, 'request', refused)).toBeUndefined();
  work.leave(refused, true);
  expect(work.enter(mallory, 'request', ask('GET'))).toBeInstanceOf(Promise);
  now += 50;
});

test('who gave up while waiting takes nobody’s place', async () => {
  const work = createWork();
  const all = crowd(work, work_requests_max);
  const left = new AbortController();
  const gone = new Request('http://localhost/', { signal: left.signal });
  const refused = Promise.resolve(work.enter(mallory, 'request', gone)).then(
    () => 'came in',
    () => 'refused',
  );
  const last = crowd(work, 1);
  left.abort();
  work.leave(all[0]?.request ?? ask());
  expect(await refused).toBe('refused');
  await Bun.sleep(0);
  expect(last[0]?.isIn).toBe(true);
});
