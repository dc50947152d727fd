// Names and addresses: what a new one may be, and what is taken off around it.
import { expect, test } from 'bun:test';
import { trimName } from '../../../src/protocol/names';
import { toEmail, toUsername } from '../../../src/values/names';

const isTaken = (read: (text: string) => string, text: string) => {
  try {
    return read(text) !== '';
  } catch {
    return false;
  }
};

test('a user name has a letter or a digit that is seen', () => {
  const good = [
    'al',
    '小爱',
    'a_',
    '_1',
    '٣٤',
    'ไก่',
    'नि',
    'é.',
    '--x',
    'Ⅷ_',
    '①_',
    'x'.repeat(32),
  ];
  for (const name of good) expect([name, isTaken(toUsername, name)]).toEqual([name, true]);
  const bad = [
    '__',
    '...',
    '-_.',
    '\u0301\u0301',
    '\u093f\u093f',
    '\u3164\u3164',
    '_\u115f',
    'ab ',
  ].concat([
    'a',
    'a b',
    'a<b',
    'x'.repeat(33),
    '\ufe0f_',
    '_\u034f\u0301',
    'a\u200bb',
    '\u{1f600}',
  ]);
  for (const name of bad) expect([name, isTaken(toUsername, name)]).toEqual([name, false]);
});

test('an e-mail address has no brackets, quotation marks, spaces or unseen characters', () => {
  const good = ['a@b', "o'hara+x@example.org", '李@例子.中国', 'a.b-c_d@[127.0.0.1]', 'x/y=z@q.w'];
  for (const email of good) expect([email, isTaken(toEmail, email)]).toEqual([email, true]);
  const bad = [
    '<a@b>',
    'a@b>',
    'a<@b',
    '"a"@b',
    '"a b"@c',
    'a@"b"',
    'a b@c',
    'a@b c',
    ' a@b',
    'a@b ',
  ]
    .concat([
      'a\u0007@b',
      'a@b\u0085',
      'a\u00a0b@c',
      'a@b\u200b',
      '\u202ea@b',
      'a\u00ad@b',
      '＜a@b＞',
    ])
    .concat([
      '＂a＂@b',
      'a＠b@c',
      '@b',
      'a@',
      'a',
      '',
      `a@${'b'.repeat(253)}`,
      'a\u3000@b',
      'a\u2028@b',
    ]);
  for (const email of bad) expect([email, isTaken(toEmail, email)]).toEqual([email, false]);
});

test('white space and invisible characters go from both ends, and nothing from the middle', () => {
  const around = [
    ' ',
    '\t',
    '\r\n',
    '\u00a0',
    '\u3000',
    '\u200b',
    '\u200e',
    '\u202a',
    '\ufeff',
  ].concat([
    '\u2060',
    '\u00ad',
    '\u2800',
    '\ufe0f',
    '\u3164',
    '\u0000',
    '\u2028',
    ' \u200b \u202c',
  ]);
  for (const unseen of around) {
    expect(trimName(`${unseen}alice${unseen}`)).toBe('alice');
    expect(trimName(unseen)).toBe('');
  }
  expect(trimName('al\u200bi ce')).toBe('al\u200bi ce');
  expect(trimName('小爱@例子')).toBe('小爱@例子');
});
