// A large answer in slices is the same JSON as in one piece.
import { expect, test } from 'bun:test';
import { largeAnswer } from '../../../src/http/large-answers/large-answer';
import { listOf } from '../../../src/http/large-answers/lazy-entry';
import { gathered } from '../../../src/http/large-answers/stream';
import { answer_slice_bytes } from '../../../src/protocol/limits';

const content = '茶"\\ "messages":[] 🍵'.repeat(3_000);
const message = (id: number) => ({ id, content });
const many = <Entry>(make: (id: number) => Entry) =>
  Array.from({ length: 12 }, (_, at) => make(at));
const rest = { message: 'Success "data":[]', timestamp: '2026-01-02T03:04:05.000Z' };

test('pages, events and lists of conversations are the same JSON slice by slice', () => {
  for (const data of [
    { messages: many(message), pagination: { total: 12, next_before: null } },
    { epoch: 'e', seq: 12, events: many((id) => ({ seq: id, data: message(id) })), more: false },
    many((id) => ({ friend: { id }, last_message: message(id), unread_count: 0 })),
  ]) {
    const answer = { success: true, data, ...rest };
    const slices = [...(largeAnswer(answer)?.slices() ?? [])];
    expect(slices.length).toBeGreaterThan(3);
    for (const slice of slices) {
      expect(slice.length).toBeLessThan(4 * (answer_slice_bytes + content.length));
    }
    expect(Buffer.concat(slices).toString()).toBe(JSON.stringify(answer));
  }
});

test('what is small, or no list of texts, is one piece', () => {
  for (const data of [
    null,
    'text',
    7,
    {},
    { messages: [] },
    { messages: [message(1)] },
    [1, null],
  ]) {
    expect(largeAnswer({ success: true, data, ...rest })).toBeUndefined();
  }
});

test('of a large list one entry after the other is read as it is written out, and what is gone is left out', () => {
  let read = 0;
  const gone = new Set([3, 11]);
  const data = listOf(
    many((id) => ({
      bytes: Buffer.byteLength(content),
      make() {
        read += 1;
        return gone.has(id) ? undefined : message(id);
      },
    })),
  );
  const answer = { success: true, data: { messages: data }, ...rest };
  const slices = largeAnswer(answer)?.slices();
  expect(read).toBe(0);
  let text = '';
  let before = 0;
  for (const slice of slices ?? []) {
    text += Buffer.from(slice).toString();
    // One is large enough for a slice; the one that is gone, and the end, come with another.
    expect(read - before).toBeLessThanOrEqual(2);
    before = read;
  }
  expect(read).toBe(12);
  const kept = many(message).filter(({ id }) => !gone.has(id));
  expect(text).toBe(JSON.stringify({ success: true, data: { messages: kept }, ...rest }));
});

test('a small list is as it is, without what is gone', () => {
  const data = listOf(
    [1, 2, 3].map((id) => ({ bytes: 9, make: () => (id === 2 ? undefined : { id }) })),
  );
  expect(data).toEqual([{ id: 1 }, { id: 3 }]);
  expect(largeAnswer({ success: true, data, ...rest })).toBeUndefined();
});

test('what is made while it is read leaves the event loop to others, however ready it is', async () => {
  const chunk = new Uint8Array(1_024).fill(7);
  let left = 640;
  const ready = new ReadableStream<Uint8Array>({
    pull(controller) {
      left -= 1;
      controller.enqueue(chunk);
      if (left === 0) controller.close();
    },
  });
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    if (left > 0) setImmediate(turn);
  };
  setImmediate(turn);
  let ends = 0;
  const ended = (): void => {
    ends += 1;
  };
  const read = await Bun.readableStreamToBytes(gathered(ready, ended, () => {}));
  expect([read.length, read.every((byte) => byte === 7), ends]).toEqual([640 * 1_024, true, 1]);
  // A slice of 64 KiB at a time.
  expect(turns).toBeGreaterThanOrEqual(9);
});
