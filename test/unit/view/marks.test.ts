// The marks on a message, and on what it answers to.
import { expect, test } from 'bun:test';
import { signal } from '@preact/signals';
import type { Pin } from '../../../src/web/crypto/vault/content';
import { changePin, firstPin } from '../../../src/web/crypto/vault/pin-changes';
import { en } from '../../../src/web/i18n/en/en';
import { createFormat } from '../../../src/web/i18n/format';
import type { Item } from '../../../src/web/model/messages/item';
import { itemOf } from '../../../src/web/model/messages/item';
import { createNaming } from '../../../src/web/model/people/naming';
import { pageBody } from '../../../src/web/view/exports/page';
import {
  isAnswerByServer,
  isPlainFromPinned,
  isUnderEarlierKey,
  isUnderNewKey,
  writtenElsewhen,
} from '../../../src/web/view/message/caveats';
import { previewText } from '../../../src/web/view/message/preview';
import type { Client } from '../../../src/web/view/ui/use-app';

const arrived = '2026-01-02T15:02:00.000Z';
const bobs: Pin = firstPin('the key', { username: 'bob', display_name: '' });

const itemWith = (change: Partial<Item>): Item => ({
  ...itemOf(
    {
      id: 7,
      sender_id: 2,
      receiver_id: 1,
      content: 'hello',
      message_type: 'text',
      timestamp: arrived,
      is_read: false,
      is_encrypted: true,
    },
    { body: { text: 'hello' }, key_id: 'the key', trouble: null },
  ),
  ...change,
});

test('a plain message of somebody who is pinned is marked on itself, a stranger’s is not', () => {
  expect(isPlainFromPinned(itemWith({ isSealed: false }), bobs)).toBe(true);
  expect(isPlainFromPinned(itemWith({ isSealed: false }), undefined)).toBe(false);
  expect(isPlainFromPinned(itemWith({}), bobs)).toBe(false);
});

test('in the list, a quote and what a screen reader says the mark stands before the words', () => {
  const app = (pin: Pin | undefined) =>
    ({
      t: { value: en },
      account: { me: { value: { id: 1 } } },
      pins: { pins: { value: pin ? { 2: pin } : {} } },
    }) as unknown as Client;
  const plain = itemWith({ isSealed: false });
  expect(previewText(app(bobs), plain)).toBe('not encrypted · hello');
  expect(previewText(app(undefined), plain)).toBe('hello');
  expect(previewText(app(bobs), itemWith({}))).toBe('hello');
  const told: Pin = { ...bobs, news: ['key'] };
  expect(previewText(app(told), itemWith({}))).toBe('new key · hello');
  const name = { username: 'bob', display_name: '' };
  const change = { act: 'accept', key_id: 'his own', how: 'compared', name } as const;
  expect(previewText(app(changePin(bobs, change, 2)), itemWith({}))).toBe(
    'earlier key, never compared · hello',
  );
});

test('an export carries the marks that stand on the screen, and says if the names are others', () => {
  const pageFor = (pin: Pin, item: Item, pins: Record<string, Pin> = {}) => {
    const friend = { id: 2, username: 'bob', display_name: '', avatar: '' };
    const app = {
      t: { value: en },
      naming: createNaming({
        friends: signal([friend]),
        me: signal(null),
        nicknames: signal({}),
        pins: signal({}),
      }),
      people: { isSelf: () => false },
      format: createFormat(
        { language: { value: 'en' }, locale: { value: 'en' }, t: { value: en } } as never,
        signal(''),
      ),
      account: { me: { value: { id: 1 } } },
      pins: { pins: { value: { 2: pin, ...pins } } },
    } as unknown as Client;
    const quoted = { id: 3, page: 1, sender_id: 2, text: 'before' };
    const messages = [{ item, file: null, quoted }];
    return pageBody(app, { friend, number: 1, hasNext: false, messages });
  };
  const name = { username: 'bob', display_name: '' };
  const met = changePin(bobs, { act: 'meet', key_id: 'a new key', name }, 2) ?? bobs;
  const compared = { act: 'accept', key_id: 'his own', how: 'compared', name } as const;
  const own = changePin(bobs, compared, 2) ?? bobs;
  expect(pageFor(met, itemWith({ key_id: 'a new key' }))).toContain('new key');
  expect(pageFor(own, itemWith({}))).toContain('earlier key, never compared');
  expect(pageFor(bobs, itemWith({ isSealed: false }))).toContain('not encrypted');
  const answer = itemWith({ reply_to: 3 });
  expect(pageFor(bobs, answer)).toContain('according to the server');
  expect(pageFor(bobs, { ...answer, reply_mid: 'a mid' })).not.toContain('according to');
  const carol = { ...bobs, name: { username: 'carol', display_name: '' } };
  expect(pageFor(carol, itemWith({}))).toContain('carol is now called bob');
  expect(pageFor(bobs, itemWith({}), { 77: own })).toContain('This isn’t them');
  expect(pageFor(bobs, itemWith({}))).not.toMatch(/class="caution"|new key|earlier key/);
});

test('messages under an exchanged key carry “new key” until its line is pressed', () => {
  const told: Pin = { ...bobs, news: ['key'] };
  expect(isUnderNewKey(itemWith({}), told)).toBe(true);
  expect(isUnderNewKey(itemWith({ key_id: 'the one before' }), told)).toBe(false);
  expect(isUnderNewKey(itemWith({}), bobs)).toBe(false);
  expect(isUnderNewKey(itemWith({ isSealed: false }), told)).toBe(false);
});

test('after a comparison messages under a key that nobody compared are marked', () => {
  const name = { username: 'bob', display_name: '' };
  const accepted = (how: 'compared' | 'link' | 'accepted', key_id: string, from = bobs) =>
    changePin(from, { act: 'accept', key_id, how, name }, 2);
  const earlier = itemWith({});
  for (const how of ['compared', 'link'] as const) {
    expect(isUnderEarlierKey(earlier, accepted(how, 'his own'))).toBe(true);
    expect(isUnderEarlierKey(itemWith({ key_id: 'his own' }), accepted(how, 'his own'))).toBe(
      false,
    );
  }
  // Nobody claims that anything was compared; and what was compared before stays his.
  expect(isUnderEarlierKey(earlier, accepted('accepted', 'his own'))).toBe(false);
  expect(isUnderEarlierKey(earlier, bobs)).toBe(false);
  const both = accepted('compared', 'his own', accepted('compared', 'the key'));
  expect(isUnderEarlierKey(earlier, both)).toBe(false);
});

test('both times are shown when they are more than ten minutes apart, in either direction', () => {
  const at = (minutes: number) =>
    writtenElsewhen(itemWith({ written_at: Date.parse(arrived) + minutes * 60_000 }));
  expect(at(-362)).toEqual({ written: '2026-01-02T09:00:00.000Z', arrived });
  expect(at(11)).toEqual({ written: '2026-01-02T15:13:00.000Z', arrived });
  expect([at(0), at(-10), at(10)]).toEqual([null, null, null]);
  expect(writtenElsewhen(itemWith({}))).toBeNull();
  // An edit was written when it was sent, not when the first text was.
  const edited_at = '2026-01-02T16:00:00.000Z';
  expect(writtenElsewhen(itemWith({ edited_at, written_at: Date.parse(edited_at) }))).toBeNull();
  expect(writtenElsewhen(itemWith({ edited_at, written_at: Date.parse(arrived) }))).toEqual({
    written: arrived,
    arrived: edited_at,
  });
  // Another client may write any number there.
  expect(writtenElsewhen(itemWith({ written_at: Number.MAX_SAFE_INTEGER }))).toBeNull();
});

test('an answer that names no mid is marked as the server’s word', () => {
  expect(isAnswerByServer(itemWith({ reply_to: 3 }), bobs)).toBe(true);
  expect(isAnswerByServer(itemWith({ reply_to: 3, reply_mid: 'm' }), bobs)).toBe(false);
  expect(isAnswerByServer(itemWith({ reply_to: 3, isSealed: false }), bobs)).toBe(true);
  // Where nobody has a key everything is the server's word, and the conversation says so.
  expect(isAnswerByServer(itemWith({ reply_to: 3, isSealed: false }), undefined)).toBe(false);
  expect(isAnswerByServer(itemWith({}), bobs)).toBe(false);
});
