import { expect, test } from 'bun:test';
import { silenceTimes } from '../../../src/web/view/notifications/silence-times';

const at = (now: Date): Record<string, string> =>
  Object.fromEntries(
    silenceTimes(now).map(([name, ms]) => [
      name,
      new Date(now.getTime() + ms).toString().slice(0, 21),
    ]),
  );

test('somebody is silent for hours, till tomorrow morning, or till Monday morning', () => {
  // A Wednesday evening.
  expect(at(new Date(2026, 10, 25, 22, 30))).toEqual({
    hour: 'Wed Nov 25 2026 23:30',
    hours: 'Thu Nov 26 2026 06:30',
    tomorrow: 'Thu Nov 26 2026 08:00',
    monday: 'Mon Nov 30 2026 08:00',
  });
  // On a Monday the next one is meant, and on a Sunday it is tomorrow.
  expect(at(new Date(2026, 10, 30, 7, 0)).monday).toBe('Mon Dec 07 2026 08:00');
  const sunday = at(new Date(2026, 10, 29, 12, 0));
  expect([sunday.tomorrow, sunday.monday]).toEqual(['Mon Nov 30 2026 08:00', undefined]);
});
