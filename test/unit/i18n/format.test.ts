// Times as people read them: the nearer something is, the nearer it is told.
import { afterEach, expect, setSystemTime, test } from 'bun:test';
import { signal } from '@preact/signals';
import { en } from '../../../src/web/i18n/en/en';
import { createFormat } from '../../../src/web/i18n/format';
import { zh } from '../../../src/web/i18n/zh/zh';

afterEach(() => void setSystemTime());

/** At noon here, so many days before the Friday. */
const before = (days: number): string => new Date(2026, 10, 27 - days, 12).toISOString();

test('the list of conversations names the day as one speaks of it, and a year only if it is another', () => {
  setSystemTime(new Date(2026, 10, 27, 13));
  const times = (language: 'en' | 'zh', texts: typeof en) => {
    const { listTime, dayName, shortTime } = createFormat({
      language: signal(language),
      t: signal(texts),
    });
    return {
      list: [0, 1, 2, 6, 7, 400].map((days) => listTime(before(days)).replaceAll('\u202f', ' ')),
      days: [0, 1, 2, 400].map((days) => dayName(before(days))),
      short: [1, 400].map((days) => shortTime(before(days))),
    };
  };
  expect(times('en', en)).toEqual({
    list: ['12:00 PM', 'Yesterday', 'Wed', 'Sat', 'Nov 20', 'Oct 23, 2025'],
    days: ['Today', 'Yesterday', 'Wed, Nov 25', 'Thu, Oct 23, 2025'],
    short: ['Nov 26', 'Oct 23, 2025'],
  });
  expect(times('zh', zh as typeof en)).toEqual({
    list: ['12:00', '昨天', '周三', '周六', '11月20日', '2025年10月23日'],
    days: ['今天', '昨天', '11月25日周三', '2025年10月23日周四'],
    short: ['11月26日', '2025年10月23日'],
  });
});
