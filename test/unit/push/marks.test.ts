import { expect, test } from 'bun:test';
import { createSignedIds } from '../../../src/push/signed-ids';

const marks = createSignedIds(Buffer.alloc(32, 1));
const others = createSignedIds(Buffer.alloc(32, 2));

test('an id says what it was about, to the server that made it alone', () => {
  const about = { subscription_id: 7, kind: 'message' as const, call_id: undefined };
  const id = marks.pushId(7, 'message');
  expect(marks.readPushId(id)).toEqual(about);
  expect(marks.pushId(7, 'message')).not.toBe(id);
  expect(others.readPushId(id)).toBeUndefined();
  const call_id = crypto.randomUUID();
  const call = marks.pushId(7, 'call', call_id);
  expect(marks.readPushId(call)).toEqual({ subscription_id: 7, kind: 'call', call_id });
  for (const odd of ['', 'x', id.slice(1), `${id}A`, `${id}=`, call.slice(0, 44), 'A'.repeat(60)]) {
    expect(marks.readPushId(odd)).toBeUndefined();
  }
  const bytes = Buffer.from(id, 'base64url');
  for (let i = 0; i < bytes.length; i += 1) {
    const changed = Buffer.from(bytes);
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(marks.readPushId(changed.toString('base64url'))).toBeUndefined();
  }
});

test('a renewal token is of one subscription and one generation', () => {
  const token = marks.renewToken(7, 0);
  expect(marks.subscriptionIn(token)).toBe(7);
  expect(marks.renewToken(7, 0)).toBe(token);
  const different = [marks.renewToken(7, 1), marks.renewToken(8, 0), others.renewToken(7, 0)];
  expect(different).not.toContain(token);
  for (const odd of ['', 'x', marks.pushId(7, 'test')]) {
    expect(marks.subscriptionIn(odd)).toBeUndefined();
  }
});

test('a topic has 22 characters, and is the same for the same thing on the same device', () => {
  const topic = marks.topic(7, 'message 3');
  expect(topic).toMatch(/^[\w-]{22}$/);
  expect(marks.topic(7, 'message 3')).toBe(topic);
  expect([marks.topic(8, 'message 3'), marks.topic(7, 'message 4')]).not.toContain(topic);
});
