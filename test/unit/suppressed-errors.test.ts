// What a scene failed at is told, also if clearing it away fails as well.
import { expect, test } from 'bun:test';

const failing = (what: string) => ({
  async [Symbol.asyncDispose]() {
    throw new Error(`${what} is not closed`);
  },
});

const scene = async () => {
  await using stack = new AsyncDisposableStack();
  stack.use(failing('the server'));
  stack.use(failing('the browser'));
  throw new Error('bob saw nothing');
};

test('a scene that fails, and whose disposals fail, says what it failed at, and all of the rest', async () => {
  const fault = await scene().catch((error: Error) => error);
  expect(fault).toBeInstanceOf(SuppressedError);
  const lines = String((fault as Error).message).split('\n');
  expect(lines[0]).toBe('Error: bob saw nothing');
  const rest = lines.filter((line) => line.includes('is not closed'));
  expect(rest).toEqual([
    expect.stringContaining('the browser is not closed'),
    expect.stringContaining('the server is not closed'),
  ]);
  const plain = new SuppressedError(1, 2, 'told by itself');
  expect(plain.message).toBe('told by itself');
});
