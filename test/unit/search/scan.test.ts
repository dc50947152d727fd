// A search finds every message that has the words, in every script, the newest first.
import { expect, test } from 'bun:test';
import { findableText } from '../../../src/web/model/messages/offline/findable';
import { dayOf } from '../../../src/web/model/search/days';
import type { TextEntry } from '../../../src/web/model/search/scan';
import { hitsIn, joinTexts, scan } from '../../../src/web/model/search/scan';
import { rangesOf, wordsOf } from '../../../src/web/model/search/words';

const BOB = 2;
const CAROL = 3;
const said = (id: number, text: string): TextEntry => [id, findableText({ text, file: null })];
const sent = (id: number, name: string, type: string, text = ''): TextEntry => [
  id,
  findableText({ text, file: { name, type } }),
];
const find = (
  entries: TextEntry[],
  query: string,
  ...kinds: Parameters<typeof wordsOf>[1] & object
) => hitsIn(joinTexts(BOB, entries), wordsOf(query, kinds)).map(({ id }) => id);

test('every script, any part of a word, several words in any order, whatever the spelling', () => {
  const entries = [
    said(1, '明天去看医生吗？'),
    said(2, 'The doctor said: drink TEA'),
    said(3, 'Straße und Café'),
    said(4, 'Ｆｕｌｌ　ｗｉｄｔｈ ﬁne'),
    said(5, 'доктор Айболит'),
    said(6, 'tea with the doctor, again'),
    said(7, 'مرحبا يا طبيب'),
  ];
  expect(find(entries, '医生')).toEqual([1]);
  expect(find(entries, '医')).toEqual([1]);
  expect(find(entries, 'doctor')).toEqual([6, 2]);
  expect(find(entries, 'tea doctor')).toEqual([6, 2]);
  expect(find(entries, 'doctor again')).toEqual([6]);
  expect(find(entries, 'octo')).toEqual([6, 2]);
  expect(find(entries, 'cafe\u0301')).toEqual([3]);
  expect(find(entries, 'full width fine')).toEqual([4]);
  expect(find(entries, 'ДОКТОР')).toEqual([5]);
  expect(find(entries, 'طبيب')).toEqual([7]);
  expect(find(entries, 'nobody said this')).toEqual([]);
  // A word is never found across the end of a message.
  expect(find([said(1, 'ab'), said(2, 'cd')], 'bc')).toEqual([]);
});

test('pictures, films, voice, files and links are kinds, and nobody can type one', () => {
  const entries = [
    sent(1, 'IMG_1.jpg', 'image/jpeg'),
    sent(2, 'voice-2026.webm', 'audio/webm'),
    sent(3, 'song.mp3', 'audio/mpeg'),
    sent(4, '预算.xlsx', 'application/octet-stream', '请看'),
    said(5, 'see HTTPS://example.com/x'),
    said(6, 'image \ue001 picture'),
    sent(7, 'clip.mp4', 'video/mp4'),
  ];
  expect(find(entries, '', 'picture')).toEqual([1]);
  expect(find(entries, '', 'voice')).toEqual([2]);
  expect(find(entries, '', 'file')).toEqual([4, 3]);
  expect(find(entries, '', 'link')).toEqual([5]);
  expect(find(entries, '', 'video')).toEqual([7]);
  expect(find(entries, '预算', 'file')).toEqual([4]);
  expect(find(entries, '请看 xlsx')).toEqual([4]);
  expect(find(entries, '\ue001')).toHaveLength(entries.length);
});

test('blocks of several conversations give one order, and older ones are opened only when needed', async () => {
  const blocks = [
    joinTexts(BOB, [said(1, 'tea'), said(9, 'tea')]),
    joinTexts(CAROL, [said(2, 'tea'), said(8, 'tea'), said(12, 'tea')]),
    joinTexts(BOB, [said(10, 'coffee'), said(11, 'tea')]),
  ];
  const opened: number[] = [];
  const open = (at: number) => {
    opened.push(at);
    return blocks[at] ?? null;
  };
  const all: number[] = [];
  for (const step of scan(blocks, open, ['tea'])) if ('id' in step) all.push(step.id);
  expect(all).toEqual([12, 11, 9, 8, 2, 1]);
  opened.length = 0;
  for (const step of scan(blocks, open, ['tea'])) if ('id' in step && step.id === 12) break;
  expect(opened).toEqual([1]);
});

test('a random life of messages is found as a plain look through all of them finds it', async () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const letters = ['a', 'b', '茶', 'é', ' ', 'ß'];
  const word = () => Array.from({ length: 1 + random(4) }, () => letters[random(6)]).join('');
  const all = Array.from({ length: 3_000 }, (_, at) => ({
    id: at + 1,
    friend_id: random(3) + 1,
    text: Array.from({ length: 1 + random(5) }, word).join(' '),
  }));
  const blocks = [1, 2, 3].flatMap((friend_id) => {
    const own = all.filter((each) => each.friend_id === friend_id);
    return [0, 1, 2, 3, 4].map((part) =>
      joinTexts(
        friend_id,
        own.slice(part * 250, (part + 1) * 250).map(({ id, text }) => said(id, text)),
      ),
    );
  });
  for (let round = 0; round < 60; round += 1) {
    const words = wordsOf(`${word()} ${word()}`);
    const found: number[] = [];
    for (const step of scan(blocks, (at) => blocks[at] ?? null, words)) {
      if ('id' in step) found.push(step.id);
    }
    const kept = new Set(blocks.flatMap(({ ids }) => ids));
    const expected = all
      .filter(
        ({ id, text }) =>
          kept.has(id) && words.every((each) => findableText({ text, file: null }).includes(each)),
      )
      .map(({ id }) => id)
      .reverse();
    expect(found).toEqual(expected);
  }
});

test('the words are marked where they were written', () => {
  const marked = (text: string, query: string) =>
    rangesOf(text, wordsOf(query)).map(([from, to]) => text.slice(from, to));
  expect(marked('The Doctor and the doctor', 'doctor')).toEqual(['Doctor', 'doctor']);
  expect(marked('明天去看医生', '医生 明天')).toEqual(['明天', '医生']);
  expect(marked('a ﬁne day', 'fi')).toEqual(['ﬁ']);
  expect(marked('ＴＥＡ time', 'tea')).toEqual(['ＴＥＡ']);
  expect(marked('👍🏽 yes', 'yes')).toEqual(['yes']);
  expect(marked('banana', 'an na')).toEqual(['anana']);
  expect(marked('nothing', 'tea')).toEqual([]);
});

test('a day is understood as people write it, and the last one is meant', () => {
  const now = new Date(2026, 2, 5, 12).getTime();
  const at = (year: number, month: number, day: number) => ({
    from_ms: new Date(year, month - 1, day).getTime(),
    to_ms: new Date(year, month - 1, day + 1).getTime(),
  });
  for (const text of [
    '2026-03-05',
    '2026/3/5',
    '5.3.2026',
    '3/5/2026',
    '2026年3月5日',
    '今天',
    'Today',
    '5.3.',
  ]) {
    expect([text, dayOf(text, now)]).toEqual([text, at(2026, 3, 5)]);
  }
  expect(dayOf('3月6号', now)).toEqual(at(2025, 3, 6));
  expect(dayOf('yesterday', new Date(2026, 2, 1, 9).getTime())).toEqual(at(2026, 2, 28));
  for (const text of ['', 'tea', '2026-02-30', '13/13/2026', '2026-03', '1.2']) {
    expect([text, dayOf(text, now)]).toEqual([text, null]);
  }
});
