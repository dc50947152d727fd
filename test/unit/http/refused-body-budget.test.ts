// What is refused is read to its end, up to a bound.
import { expect, test } from 'bun:test';
import { createRefusedBodyBudget } from '../../../src/http/body/refused-body-budget';
import {
  MIB,
  refused_bodies_burst_bytes,
  refused_bodies_bytes_per_s,
} from '../../../src/protocol/limits';

const refused = (bytes: number) =>
  new Request('http://localhost/', {
    method: 'POST',
    headers: { 'content-length': String(bytes) },
  });

test('256 MiB of refused bodies are read at once, 32 a second after that, and small ones always', () => {
  let now = 1_000;
  const mayBeRead = createRefusedBodyBudget(() => now);
  for (let i = 0; i < refused_bodies_burst_bytes / (64 * MIB); i += 1) {
    expect(mayBeRead(refused(64 * MIB))).toBe(true);
  }
  // The last one may go beyond.
  expect(mayBeRead(refused(90 * MIB))).toBe(true);
  expect(mayBeRead(refused(90 * MIB))).toBe(false);
  expect(mayBeRead(refused(64))).toBe(true);
  now += (1_000 * 89 * MIB) / refused_bodies_bytes_per_s;
  expect(mayBeRead(refused(2 * MIB))).toBe(false);
  now += (1_000 * 2 * MIB) / refused_bodies_bytes_per_s;
  expect(mayBeRead(refused(2 * MIB))).toBe(true);
});
