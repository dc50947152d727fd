// A few emoji alone are shown large; signs and digits are not emoji.
import { expect, test } from 'bun:test';
import { isJumbo } from '../../../src/web/view/message/text/jumbo';

test('flags, keycaps and joined emoji alone are large', () => {
  for (const text of [
    '😀',
    '😀😀😀',
    '😀 🎉 ❤️',
    '🇨🇳',
    '🇨🇳🇩🇪🇫🇷',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    '🏳️‍🌈',
    '🏴‍☠️',
    '1️⃣',
    '#️⃣*️⃣0️⃣',
    // As older keyboards write it.
    '1\u20e3',
    '👍🏽',
    '☝🏽',
    '❤️‍🔥',
    '❤‍🔥',
    '👁️‍🗨️',
    '👩🏽‍🚀',
    '👨‍👩‍👧‍👦',
    '🧑🏻‍🤝‍🧑🏿',
    '👩🏾‍❤️‍💋‍👨🏿👩🏾‍❤️‍💋‍👨🏿👩🏾‍❤️‍💋‍👨🏿',
    '©️',
    '☺️',
    '🫖',
  ]) {
    expect([text, isJumbo(text)]).toEqual([text, true]);
  }
});

test('signs, digits, words and more than three are not', () => {
  for (const text of [
    '©',
    '®',
    '™',
    '©®™',
    '☎',
    '↔',
    '‼',
    'ℹ',
    '1',
    '123',
    '#',
    '*',
    '1\ufe0f',
    '🇨',
    '😀\ufe0e',
    '😀😀😀😀',
    '😀!',
    'a😀',
    '',
    ' ',
    '\u200d',
  ]) {
    expect([text, isJumbo(text)]).toEqual([text, false]);
  }
});
