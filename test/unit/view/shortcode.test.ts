// Emoji by their names, and in the tones of skin.
import { expect, test } from 'bun:test';
import { inTone, loadEmoji, readTone } from '../../../src/web/view/ui/emoji/emoji';
import { emojiNamed, emojiOf, typedAt, wholeAt } from '../../../src/web/view/ui/emoji/shortcode';

const nameAt = (text: string): string | null => {
  const caret = text.indexOf('|') < 0 ? text.length : text.indexOf('|');
  return typedAt(text.replace('|', ''), caret)?.name ?? null;
};

test('a name begins with a colon that is no punctuation, and ends at the caret', () => {
  const table: [string, string | null][] = [
    [':ta', 'ta'],
    ['hi :tada', 'tada'],
    ['(:tada', 'tada'],
    ['hi :ta|da', 'ta'],
    [':+1', '+1'],
    [':开', '开'],
    ['🎉:tada', 'tada'],
    [':t', null],
    [':D', null],
    ['12:30', null],
    ['note:this', null],
    ['地点:公园', null],
    ['https://example', null],
    ['a::bc', null],
    [':tada ', null],
    [':ta da', null],
  ];
  for (const [text, name] of table) expect([text, nameAt(text)]).toEqual([text, name]);
  expect(wholeAt('ok :tada:', 9)).toEqual({ from: 3, name: 'tada' });
  expect(wholeAt('10:30:', 6)).toBeNull();
});

const emojiIn = (language: 'en' | 'zh') =>
  loadEmoji({ language: { value: language } } as Parameters<typeof loadEmoji>[0]);

test('the exact name is first, then what begins with it, then what is described so', async () => {
  const [en, zh] = [await emojiIn('en'), await emojiIn('zh')];
  const named = (name: string, all = en) =>
    emojiNamed(all, name, () => true).map(({ unicode }) => unicode);
  expect(named('tada')[0]).toBe('🎉');
  expect(named('heart')[0]).toStartWith('❤');
  expect(named('thumbs')).toEqual(['👍️', '👎️']);
  expect(named('TADA')).toEqual(named('tada'));
  expect(named('heart')).toHaveLength(8);
  expect(named('zzzz')).toEqual([]);
  expect(named('庆祝', zh)).toContain('🥳');
  expect(named('tada', zh)[0]).toBe('🎉');
  // Those that the system lacks are not offered.
  expect(emojiNamed(en, 'tada', (emoji) => emoji !== '🎉')).toEqual([]);
  expect(emojiOf(en, '+1')?.unicode).toStartWith('👍');
  expect(emojiOf(en, 'nothing')).toBeUndefined();
});

test('who has a skin has five tones of it, of two people both the same', async () => {
  const all = await emojiIn('en');
  const tones = (label: string) => all.find((each) => each.label === label)?.tones;
  expect(tones('waving hand')).toEqual(['👋🏻', '👋🏼', '👋🏽', '👋🏾', '👋🏿']);
  expect(tones('handshake')?.[4]).toBe('🤝🏿');
  expect(tones('grinning face')).toEqual([]);
  const odd = all.filter((each) => each.tones.length !== 0 && each.tones.length !== 5);
  expect(odd).toEqual([]);
  // What is kept is this device's, and whatever else stands there is none.
  const kept = (value: string | null) => readTone({ localStore: { get: () => value } } as never);
  expect([kept(null), kept('2'), kept('9'), kept('x')]).toEqual([-1, 2, -1, -1]);
  expect(inTone({ unicode: '😀', tones: [] }, 2)).toBe('😀');
});
