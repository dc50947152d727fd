// Display names: what is one, and how it is kept.
import { expect, test } from 'bun:test';
import { isDisplayName, tidyDisplayName } from '../../../src/protocol/display-name';
import { cpuTime } from '../../support/timing';

const FAMILY = '👨‍👩‍👧‍👦';
const ENGLAND = '🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}';

test('names that people have are taken as they are', () => {
  const names = [
    '',
    '李',
    'Grandma Li 👵🏽',
    'Zoë O’Connor-Smith, Jr.',
    'محمد',
    '7',
    '🌻',
    '❤️',
    '❤️‍🔥',
    '1️⃣',
    '🇨🇳',
    `${FAMILY} Miller`,
    `we ${ENGLAND}`,
    '👩🏻‍🤝‍👨🏿',
    // A non-joiner in a Persian word, and joiners after the virama of Indic scripts.
    'می\u200cخواهم',
    'ක්\u200dෂේම',
    'क्\u200dष',
    'ക്\u200c ര'.replace(' ', ''),
    // Three marks on one letter: Vietnamese and IPA need two.
    'a\u0301\u0302\u0303',
    '东方 不败',
  ];
  for (const name of names) expect([name, isDisplayName(name)]).toEqual([name, true]);
});

test('names that nobody could read, or that reach over others, are refused', () => {
  const names = {
    'marks and dots alone': '... \u0301',
    'a tower of four marks': 'x\u0302\u0303\u0304\u0305',
    'an override of the direction': 'alice\u202eecila',
    'an isolate': '\u2067alice\u2069',
    'a mark of the direction': 'alice\u200f',
    'a control': 'ali\u0007ce',
    'a line break': 'alice\nbob',
    'a line separator': 'alice\u2028bob',
    'a soft hyphen': 'ali\u00adce',
    'a space without width': 'ali\u200bce',
    'a joiner between Latin letters': 'ali\u200dce',
    'a non-joiner between Latin letters': 'ali\u200cce',
    'a non-joiner after a letter that joins nothing': 'دو\u200cست',
    'a joiner at the end of an emoji': '🌻\u200d',
    'a joiner between digits': '1\u200d2',
    'a Hangul filler': 'a\u3164b',
    'a blank of Braille': 'a\u2800b',
    'a selector on a letter': 'a\ufe0f',
    'tags without a flag': 'a\u{E0067}\u{E007F}',
    'tags that hide a text': `🏴${'\u{E0061}'.repeat(20)}\u{E007F}`,
    'private use': 'a\ue000',
  };
  for (const [why, name] of Object.entries(names)) {
    expect([why, isDisplayName(name)]).toEqual([why, false]);
  }
});

test('characters are code points, as in every name: 32 flags are one too few to be refused', () => {
  const flags = (count: number) => '🇨🇳'.repeat(count);
  expect(isDisplayName(flags(32))).toBe(true);
  expect(isDisplayName(flags(33))).toBe(false);
  expect(isDisplayName('x'.repeat(64))).toBe(true);
  expect(isDisplayName('x'.repeat(65))).toBe(false);
  // Counted as it is kept.
  expect(isDisplayName(`  ${'e\u0301'.repeat(64)} `)).toBe(true);
});

test('a name is kept composed, and without white space around it', () => {
  expect(tidyDisplayName('\u3000 Jose\u0301 \n')).toBe('José');
  expect(tidyDisplayName(' \t ')).toBe('');
  expect(tidyDisplayName(`${ENGLAND} `)).toBe(ENGLAND);
});

test('a long text is refused as fast as a short one', () => {
  const long = 'क्'.repeat(500_000);
  expect(cpuTime(() => expect(isDisplayName(long)).toBe(false))).toBeLessThan(1_000);
});
