// Times as people read them: the nearer something is, the nearer it is told.
import { afterEach, expect, setSystemTime, test } from 'bun:test';
import { effect, signal } from '@preact/signals';
import { en } from '../../../src/web/i18n/en/en';
import { createFormat } from '../../../src/web/i18n/format';
import { createLanguage } from '../../../src/web/i18n/language';
import { zh } from '../../../src/web/i18n/zh/zh';
import { createLocalStore } from '../../../src/web/model/store/local-store';
import { createToday } from '../../../src/web/model/ui/today';
import { fakeClock, fakeTab, fakeTexts } from '../../support/fake-parts';

afterEach(() => void setSystemTime());

/** At noon here, so many days before the Friday. */
const before = (days: number): string => new Date(2026, 10, 27 - days, 12).toISOString();

test('the list of conversations names the day as one speaks of it, and a year only if it is another', () => {
  setSystemTime(new Date(2026, 10, 27, 13));
  const times = (language: 'en' | 'zh', texts: typeof en) => {
    const { listTime, dayName, shortTime } = createFormat(
      { language: signal(language), locale: signal(language), t: signal(texts) },
      signal(''),
    );
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

const formatFor = (preferred: string, chosen: 'en' | 'zh', today = signal('')) => {
  const languages = createLanguage(createLocalStore(fakeTexts()), preferred);
  void languages.chooseFirst(chosen);
  return createFormat(languages, today);
};

test('what is told of today is told of yesterday once midnight has passed under an open page', async () => {
  const clock = fakeClock();
  const midnight = new Date(clock.now());
  midnight.setHours(24, 0, 0, 0);
  const today = createToday({ clock, tab: fakeTab().part });
  const format = createFormat(createLanguage(createLocalStore(fakeTexts()), 'en'), today.day);
  const said: string[] = [];
  const at = new Date(midnight.getTime() - 60_000).toISOString();
  setSystemTime(new Date(clock.now()));
  const stop = effect(() => void said.push(format.dayName(at), format.listTime(at)));
  today.follow();
  setSystemTime(midnight);
  await clock.pass(midnight.getTime() - clock.now() - 1);
  expect(said.map((each) => each.replace('\u202f', ' '))).toEqual(['Today', '11:59 PM']);
  await clock.pass(1);
  expect(said.slice(2)).toEqual(['Yesterday', 'Yesterday']);
  stop();
});

test('times follow the reader to another time zone', () => {
  const before = process.env.TZ;
  const today = signal('here');
  const { clockTime } = formatFor('en-GB', 'en', today);
  const noon = '2026-11-27T12:00:00.000Z';
  const zone = () => new Date(noon).getTimezoneOffset();
  const here = zone();
  try {
    process.env.TZ = 'UTC';
    today.value = 'in UTC';
    expect(clockTime(noon)).toBe('12:00');
    process.env.TZ = 'Asia/Tokyo';
    today.value = 'in Tokyo';
    expect(clockTime(noon)).toBe('21:00');
  } finally {
    // An undefined one would be the text, and the zone of all files after this one still Tokyo.
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
  expect(zone()).toBe(here);
});

test('in English times are as they are written where the browser is at home, in Chinese as in China', () => {
  const times = (preferred: string, chosen: 'en' | 'zh' = 'en') => {
    const { clockTime, dayName } = formatFor(preferred, chosen);
    const at = new Date(2025, 10, 5, 16, 30).toISOString();
    return [clockTime(at).replace('\u202f', ' '), dayName(at)];
  };
  expect(times('en-US')).toEqual(['4:30 PM', 'Wed, Nov 5, 2025']);
  expect(times('en')).toEqual(['4:30 PM', 'Wed, Nov 5, 2025']);
  expect(times('en-GB')).toEqual(['16:30', 'Wed, 5 Nov 2025']);
  // A browser in German has no German here, and its reader no AM and PM.
  expect(times('de')).toEqual(['16:30', 'Wed, 5 Nov 2025']);
  expect(times('no language')[0]).toBe('4:30 PM');
  expect(times('zh-TW', 'zh')[0]).toBe('16:30');
});

test('figures stand apart from Chinese words, and parts of a whole as each language writes them', () => {
  const [en, zh] = (['en', 'zh'] as const).map((chosen) => formatFor('en-US', chosen));
  expect([en?.span(3_600_000), zh?.span(3_600_000)]).toEqual(['1 hour', '1 小时']);
  expect(zh?.span(300_000)).toBe('5 分钟');
  expect([en?.percent(0.454), zh?.percent(0.454)]).toEqual(['45%', '45%']);
});

test('names are listed as each language lists them, with a space between Chinese and other letters', () => {
  const [en, zh] = (['en', 'zh'] as const).map((chosen) => formatFor('en-US', chosen));
  expect(en?.listOf(['bob', '小明', 'carol'])).toBe('bob, 小明, and carol');
  expect(zh?.listOf(['小明', 'bob'])).toBe('小明和 bob');
  expect(zh?.listOf(['bob', '小明'])).toBe('bob 和小明');
  expect(zh?.listOf(['小明', '小红', 'bob'])).toBe('小明、小红和 bob');
  expect(zh?.listOf(['\u2068سارة\u2069', 'bob'])).toBe('\u2068سارة\u2069 和 bob');
  expect(zh?.listOf(['小明'])).toBe('小明');
});
