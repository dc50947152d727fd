// Answers that are made while they are read: whoever counts them learns of each end.
import { expect, test } from 'bun:test';
import { gathered, streamedSlices } from '../../../src/http/large-answers/stream';

const fault = new Error('the disk is gone');

test('an answer that breaks off in the middle ends once, and says why', async () => {
  const told: unknown[] = [];
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new Uint8Array([1]));
    },
    pull: (controller) => controller.error(fault),
  });
  const reader = gathered(
    broken,
    () => told.push('ended'),
    (error) => told.push(error),
  ).getReader();
  const read = async () => {
    while (!(await reader.read()).done);
  };
  expect(await read().catch((error) => error)).toBe(fault);
  expect(told).toEqual(['ended', fault]);
  await reader.cancel().catch(() => {});
  expect(told).toHaveLength(2);
});

test('a large answer of which a piece cannot be made gives its place free', async () => {
  let ended = 0;
  function* slices() {
    yield new Uint8Array([1]);
    throw fault;
  }
  const bytes = streamedSlices(
    slices(),
    () => {},
    () => (ended += 1),
  );
  expect(await new Response(bytes).bytes().catch((error) => error)).toBe(fault);
  expect(ended).toBe(1);
});
