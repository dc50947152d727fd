// What a search takes, and what is found by it.
import { expect, test } from 'bun:test';
import { content_bytes_max } from '../../../src/protocol/limits';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';

test('a search is of eight words, 32 characters each and 64 in all, the last one unfinished', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  await alice.says(bob, 'green tea in the morning');
  const search = async (q: string) => {
    const { status, body } = await bob.get(`/messages/search?q=${encodeURIComponent(q)}`);
    return status === 200 ? body.data.messages.length : body.error.code;
  };
  expect(await search('green tea morn')).toBe(1);
  expect(await search('gree tea')).toBe(0);
  expect(await search('a b c d e f g h')).toBe(0);
  expect(await search('a b c d e f g h i')).toBe('REQUEST_002');
  expect(await search(`${'茶'.repeat(32)} ${'茶'.repeat(32)}`)).toBe(0);
  expect(await search('茶'.repeat(33))).toBe('REQUEST_002');
  expect(await search('🍵'.repeat(32))).toBe(0);
  expect(await search(`${'茶'.repeat(22)} `.repeat(3))).toBe('REQUEST_002');
  // Spaces are none of the characters that count, of whatever script and however many.
  expect(
    await search(`${' '.repeat(2_000)}green${'\u3000'.repeat(300)}tea ${'\n'.repeat(300)}`),
  ).toBe(1);
  expect(await search(' '.repeat(300))).toBe('REQUEST_002');
});

test('what waits to be indexed is taken in by its bytes, and all of it is found', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { ledger, search } = server.world;
  const { advance } = search;
  let batches = 0;
  // Every two seconds the server takes some in by itself.
  search.advance = () => {
    batches += 1;
    return advance();
  };
  for (let i = 0; i < 4; i += 1) {
    await alice.says(bob, `tea${i} `.padEnd(content_bytes_max - 8, 'word '));
  }
  while (await ledger.write(() => search.advance()));
  expect(batches).toBeGreaterThanOrEqual(2);
  expect(search.isBehind()).toBe(false);
  for (let i = 0; i < 4; i += 1) {
    const found = await bob.get(`/messages/search?q=tea${i}`);
    expect(found.body.data.messages).toHaveLength(1);
  }
});
