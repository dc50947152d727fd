// A message in one line, and as it is searched.
import { expect, test } from 'bun:test';
import { itemOf } from '../../../src/web/model/messages/item';
import { findableText } from '../../../src/web/model/messages/offline/findable';
import { previewText } from '../../../src/web/view/message/preview';
import type { Client } from '../../../src/web/view/ui/use-app';

const app = {
  account: { me: { value: { id: 1 } } },
  pins: { pins: { value: {} } },
} as unknown as Client;

const said = (text: string) =>
  itemOf(
    {
      id: 7,
      sender_id: 2,
      receiver_id: 1,
      content: '',
      message_type: 'text',
      timestamp: '2026-01-02T15:02:00.000Z',
      is_read: false,
      is_encrypted: true,
    },
    { body: { text }, key_id: 'the key', trouble: null },
  );

test('the line of a formatted message has its words, and the words are found', () => {
  expect(previewText(app, said('*Tea* at _five_:\n```\nlet a;\n```\nyes'))).toBe(
    'Tea at five: let a; yes',
  );
  expect(previewText(app, said('snake_case_name'))).toBe('snake_case_name');
  // A closing mark far behind the end of the line counts all the same.
  expect(previewText(app, said(`*${'long '.repeat(60)}end*`))).toStartWith('long long');
  const found = findableText({ text: '这很*重要*的事', file: null });
  expect(found).toContain('很重要的');
  expect(found).toContain('*重要*');
  expect(findableText({ text: 'plain', file: null })).toBe('plain');
});

test('a line that is cut short ends with a whole character', () => {
  // The two hundredth unit of it is the first half of one.
  const line = previewText(app, said(`a${'😀'.repeat(150)}`));
  expect(line).toBe(`a${'😀'.repeat(99)}`);
  expect(line.isWellFormed()).toBe(true);
});
