// What a server has asked of its process is over with the server: tests start hundreds of them in one,
// and a program opens another listener for each new certificate.
import { expect, test } from 'bun:test';
import { startServer } from '../../support/server';

const waiting = (): Record<string, number> =>
  Object.fromEntries(
    process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
  );

test('a server that has stopped is waited for by nothing in its process', async () => {
  const before = waiting();
  {
    await using _ = await startServer();
  }
  expect(waiting()).toEqual(before);
});
