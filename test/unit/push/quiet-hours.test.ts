// Quiet hours are those of the clock on the wall, also in the night in which it is changed.
import { expect, test } from 'bun:test';
import { isQuietAt } from '../../../src/features/push/quiet-hours';

const quiet = (from: string, to: string, zone = 'Europe/Berlin') => {
  const hours = { quiet_from: from, quiet_to: to, quiet_zone: zone };
  return (at: string) => isQuietAt(hours, Date.parse(at));
};

test('a night in which an hour is left out, or comes twice, is quiet from evening to morning', () => {
  const night = quiet('22:30', '07:00');
  // Spring: after 1:59:59 (CET) comes 3:00 (CEST). Autumn: 2:00 to 2:59 comes twice.
  for (const at of ['2026-03-29T00:59:59Z', '2026-03-29T01:00:00Z', '2026-03-29T04:59:59Z']) {
    expect([at, night(at)]).toEqual([at, true]);
  }
  expect([night('2026-03-28T21:29:59Z'), night('2026-03-28T21:30:00Z')]).toEqual([false, true]);
  expect([night('2026-03-29T05:00:00Z'), night('2026-10-25T05:59:59Z')]).toEqual([false, true]);
  expect(night('2026-10-25T06:00:00Z')).toBe(false);
});

test('hours that begin in the hour that is left out begin after it; those that come twice are quiet twice', () => {
  const spring = quiet('02:30', '06:00');
  expect([spring('2026-03-29T00:59:59Z'), spring('2026-03-29T01:00:00Z')]).toEqual([false, true]);
  const autumn = quiet('02:00', '03:00');
  for (const at of ['2026-10-25T00:00:00Z', '2026-10-25T00:59:59Z', '2026-10-25T01:30:00Z']) {
    expect([at, autumn(at)]).toEqual([at, true]);
  }
  expect([autumn('2026-10-24T23:59:59Z'), autumn('2026-10-25T02:00:00Z')]).toEqual([false, false]);
});

test('midnight is 00:00, and a zone of half an hour has its own', () => {
  expect([quiet('23:00', '00:00', 'UTC')('2026-01-01T00:00:00Z')]).toEqual([false]);
  expect(quiet('00:00', '00:30', 'Asia/Kolkata')('2025-12-31T18:30:00Z')).toBe(true);
  expect(quiet('00:00', '00:30', 'Asia/Kolkata')('2025-12-31T19:00:00Z')).toBe(false);
});
