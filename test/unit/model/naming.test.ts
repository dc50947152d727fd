// What somebody is called: by one function, everywhere.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import { strangerName } from '../../../src/web/model/people/isolated';
import type { Named } from '../../../src/web/model/people/naming';
import { createNaming } from '../../../src/web/model/people/naming';

const person = (id: number, username: string, display_name = ''): Named => ({
  id,
  username,
  display_name,
});

const naming = (friends: Named[], nicknames: Record<string, string> = {}, met: Named[] = []) => {
  const me = signal(person(1, 'alice', 'Anna'));
  const pins = Object.fromEntries(met.map(({ id, ...name }) => [id, { name }]));
  return createNaming({
    friends: signal(friends),
    me,
    nicknames: signal(nicknames),
    pins: signal(pins),
  });
};

test('the nickname comes first, then the display name, then the user name', () => {
  const [bob, carol, dave] = [
    person(2, 'bob', 'Robert'),
    person(3, 'carol', 'C.'),
    person(4, 'dave'),
  ];
  const { called, calledById, inFull, namesOf, shown } = naming([bob, carol, dave], { 2: 'Uncle' });
  expect([bob, carol, dave].map(called)).toEqual(['Uncle', 'C.', 'dave']);
  expect([bob, carol, dave].map((each) => shown(each).beside)).toEqual([null, null, null]);
  // Where keys are spoken of nobody is called by anything else alone.
  expect([bob, carol, dave].map(inFull)).toEqual(['Uncle (bob)', 'C. (carol)', 'dave']);
  expect(namesOf(bob)).toEqual(['Uncle', 'Robert', 'bob']);
  expect([calledById(3), calledById(99)]).toEqual(['C.', '']);
});

test('a name that looks like another friend’s, or like one’s own, has the user name beside it', () => {
  const bob = person(2, 'bob', 'Mum');
  const imitators = [
    person(3, 'mallory', 'Mum'),
    // Cyrillic letters, a zero for an O, and case.
    person(4, 'mal', 'Мum'),
    person(5, 'eve', 'B0B'),
    person(6, 'oscar', 'anna'),
    person(7, 'trudy', 'ALICE'),
  ];
  const { called } = naming([bob, ...imitators]);
  expect(imitators.map(called)).toEqual([
    ...['Mum (mallory)', 'Мum (mal)', 'B0B (eve)', 'anna (oscar)', 'ALICE (trudy)'],
  ]);
  // Nor is the one who was there first taken for the other.
  expect(called(bob)).toBe('Mum (bob)');
  // A nickname tells them apart, unless it is somebody's name, too.
  const known = naming([bob, ...imitators], { 2: 'My mum', 3: 'oscar' });
  expect(known.called(bob)).toBe('My mum');
  expect(known.called(imitators[0] ?? bob)).toBe('oscar (mallory)');
});

test('a stranger is known by the user name, whatever they call themselves', () => {
  const { called } = naming([person(2, 'bob')]);
  expect(called(person(9, 'mallory', 'Your bank'))).toBe('Your bank (mallory)');
  expect(called(person(9, 'mallory'))).toBe('mallory');
});

test('names of 32 flags, of one emoji, and such as turn their direction are shown in one line', () => {
  const flags = '🇩🇪'.repeat(32);
  const { called } = naming([person(2, 'bob', flags), person(3, 'carol', '🌻')]);
  expect(called(person(2, 'bob', flags))).toBe(flags);
  expect(called(person(3, 'carol', '🌻'))).toBe('🌻');
  const turned = person(2, 'bob', 'a\u202eb\nc');
  expect(naming([turned]).called(turned)).toBe('abc');
});

test('a name of somebody whom the list of friends lacks is lent to nobody else without a word', () => {
  const carol = person(3, 'carol', 'bob');
  expect(naming([carol], {}, [person(2, 'bob')]).shown(carol)).toEqual({
    name: 'bob',
    beside: 'carol',
  });
  // Who was met under this name has it.
  expect(naming([carol], {}, [carol]).shown(carol)).toEqual({ name: 'bob', beside: null });
});

test('a name that is written from right to left moves nothing of the sentence that it stands in', () => {
  const [sara, dana] = [person(2, 'sara', 'سارة'), person(3, 'דנה', 'Dana \u202eRTL')];
  const { called, inFull, shown } = naming([sara, dana]);
  expect([called(sara), inFull(sara)]).toEqual(['\u2068سارة\u2069', '\u2068سارة\u2069 (sara)']);
  // What is no sentence needs none of it, and what turns a text is not taken over from anybody.
  expect([shown(sara).name, called(dana)]).toEqual(['سارة', 'Dana RTL']);
  expect(inFull(dana)).toBe('Dana RTL (\u2068דנה\u2069)');
  expect([strangerName(sara), strangerName(person(4, 'bob'))]).toEqual([
    '\u2068سارة\u2069 (sara)',
    'bob',
  ]);
});
