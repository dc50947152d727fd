// When a certificate is asked for, with an authority and a clock of the test's own.
import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order } from '../../../src/http/tls/acme';
import type { CertificateState, Pair } from '../../../src/http/tls/certificate';
import { keepCertificate } from '../../../src/http/tls/renewal';
import { isAvailable } from '../../support/available';
import { certify, until } from '../../support/tls';

const hasOpenssl = isAvailable('openssl');
const dir = mkdtempSync(join(tmpdir(), 'chat8-issuance-'));
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  rmSync(dir, { recursive: true, force: true });
});

const setUp = (order: (order: Order) => Promise<Pair>) => {
  const state: CertificateState = {};
  const used: Pair[] = [];
  const clock = { at: Date.now(), now: () => clock.at };
  const begin = () => {
    const stop = keepCertificate({
      data_dir: dir,
      directory: 'https://ca.example:14000/dir',
      domain: 'chat.example',
      order,
      answer: () => {},
      use: (pair) => void used.push(pair),
      state,
      clock,
      log: quiet,
      check_every_ms: 1,
    });
    stops.push(stop);
    return stop;
  };
  return { state, used, clock, begin };
};

const minute_ms = 60_000;

test('an authority that says no is asked again with growing patience, at last every 6 hours', async () => {
  let asked = 0;
  const { state, clock, begin } = setUp(() => {
    asked += 1;
    return Promise.reject(new Error(`no, says the authority for the ${asked}th time`));
  });
  begin();
  const waits: number[] = [];
  for (let i = 1; i <= 9; i += 1) {
    await until(() => state.trouble?.reason.includes(`${i}th`));
    const again_at = state.trouble?.again_at ?? 0;
    waits.push((again_at - clock.at) / minute_ms);
    clock.at = again_at - 1;
    await Bun.sleep(5);
    expect(asked).toBe(i);
    clock.at = again_at;
  }
  expect(waits).toEqual([0.25, 1, 4, 16, 64, 256, 360, 360, 360]);
});

test.skipIf(!hasOpenssl)('the next one is asked for when a third of the life is left', async () => {
  const made = mkdtempSync(join(tmpdir(), 'chat8-pairs-'));
  const { cert, key } = certify(made, 'one', { days: 90 });
  const pair = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
  rmSync(made, { recursive: true, force: true });
  let asked = 0;
  const keys = new Set<string>();
  const { state, used, clock, begin } = setUp(async ({ account_key }) => {
    keys.add(account_key);
    asked += 1;
    return pair;
  });
  const began = clock.at;
  const stop = begin();
  await until(() => used.length === 1);
  clock.at = began + 59 * 24 * 60 * minute_ms;
  await Bun.sleep(5);
  expect(asked).toBe(1);
  clock.at = began + 61 * 24 * 60 * minute_ms;
  await until(() => used.length >= 2);
  stop();
  expect(state.trouble).toBeUndefined();

  // What is kept serves the next start at once, under the same account.
  clock.at = began;
  const before = asked;
  const stopAgain = begin();
  expect(used.at(-1)).toEqual({ cert: expect.any(String), key: expect.any(String) });
  expect([asked, keys.size]).toEqual([before, 1]);
  stopAgain();

  // A damaged one is as none: it is asked for.
  const shelf = join(dir, 'acme', 'ca.example_14000');
  expect(readdirSync(shelf).sort()).toEqual(['account.key', 'chat.example.pem']);
  writeFileSync(join(shelf, 'chat.example.pem'), 'half');
  begin();
  await until(() => asked === before + 1);
});
