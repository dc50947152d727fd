// How much there is to catch up with, whatever a friend did in the meantime.
import { expect, test } from 'bun:test';
import { content_bytes_max } from '../../../src/protocol/limits';
import { friends } from '../../support/person';
import { startServer } from '../../support/server';

type Page = { next_before: number | null; next_after?: number | null };

test('a toggled reaction and an edited text leave one event each to catch up with', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { id } = await alice.says(bob, 'x'.repeat(content_bytes_max));
  using before = await bob.connect();
  const { epoch, seq: since } = (await before.event('hello')).data;
  const emoji = encodeURIComponent('👍');
  for (let i = 0; i < 20; i += 1) {
    await alice.put(`/messages/${id}/reactions/${emoji}`);
    await alice.delete(`/messages/${id}/reactions/${emoji}`);
    await alice.put(`/messages/${id}`, { content: `${i}` });
  }
  await alice.put(`/messages/${id}/reactions/${emoji}`);
  const head = Number(since) + 61;
  using after = await bob.connect(`&since=${since}&epoch=${epoch}`);
  expect((await after.event('hello')).data).toMatchObject({ resumed: true, seq: head });
  await after.next(({ seq }) => seq === head);
  expect(after.frames.map(({ type, seq }) => [type, seq])).toEqual([
    ['hello', undefined],
    ['message_edited', head - 1],
    ['message_reaction', head],
  ]);
  const page = (await bob.get(`/events?since=${since}&epoch=${epoch}&limit=1`)).body.data;
  expect(page).toMatchObject({ resumed: true, seq: head, more: true });
  // From inside of what was left out a device goes on, too.
  const rest = await bob.get(`/events?since=${Number(since) + 30}&epoch=${epoch}`);
  expect(rest.body.data).toMatchObject({ resumed: true, more: false });
  expect(rest.body.data.events).toHaveLength(2);
});

test('a page next to a message ends at 4 MiB, says so, and leaves nothing out', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  for (let i = 0; i < 80; i += 1) await alice.says(bob, `${i} `.padEnd(content_bytes_max, 'x'));
  const walk = async (next: (page: Page) => string | null, start: string) => {
    const sizes: number[] = [];
    const seen: number[] = [];
    for (let query: string | null = start; query !== null; ) {
      const { body } = await bob.get(`/messages/${alice.id}?limit=100&${query}`);
      sizes.push(body.data.messages.length);
      seen.push(...body.data.messages.map(({ id }: { id: number }) => id));
      query = next(body.data.pagination);
    }
    return { sizes, seen: seen.sort((a, b) => a - b) };
  };
  const all = Array.from({ length: 80 }, (_, i) => i + 1);
  const back = await walk(
    ({ next_before: id }) => (id === null ? null : `before=${id}`),
    'before=81',
  );
  expect(back).toEqual({ sizes: [65, 15], seen: all });
  const forth = await walk(
    ({ next_after: id = null }) => (id === null ? null : `after=${id}`),
    'after=1',
  );
  expect(forth).toEqual({ sizes: [65, 14], seen: all.slice(1) });
}, 300_000);
