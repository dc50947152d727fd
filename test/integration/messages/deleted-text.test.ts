// What was deleted or changed is soon in no file of the data directory: neither in the database,
// its log and its free pages, nor in the index of the search, nor among the uploads.
import { expect, test } from 'bun:test';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { wal_scrub_within_ms } from '../../../src/protocol/limits';
import type { Person } from '../../support/person';
import { friends } from '../../support/person';
import { bytesBelow } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

/** No two alike: of words that begin alike the index keeps but the ends. */
const wordOf = (i: number) => createHash('sha256').update(`${i}`).digest('hex').slice(0, 24);
/** From a few bytes to several pages. */
const textOf = (i: number) => `${wordOf(i)} ${'and so on '.repeat((i * 37) % 900)}`;
const found = (bytes: string, count: number) =>
  Array.from({ length: count }, (_, i) => i).filter((i) => bytes.includes(wordOf(i).slice(8)));

const upload = async (from: Person, to: Person, text: string) => {
  const form = new FormData();
  form.set('file', new File([text], 'note.txt'));
  form.set('receiver_id', String(to.id));
  return (await from.post('/upload/file', form)).body.data.file_id as string;
};

test('a text that was changed is gone, though nothing was deleted', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const { id } = await alice.says(bob, 'the walrus knows');
  expect((await bob.get('/messages/search?q=walrus')).body.data.messages).toHaveLength(1);
  // What the start itself erases is behind us.
  await eventually(
    () => statSync(join(server.dir, 'chat8.db-wal')).size === 0,
    wal_scrub_within_ms,
  );
  expect(bytesBelow(server.dir)).toContain('walrus');
  await alice.put(`/messages/${id}`, { content: 'nobody knows' });
  await eventually(() => !bytesBelow(server.dir).includes('walrus'), wal_scrub_within_ms);
  expect(bytesBelow(server.dir)).toContain('nobody knows');
}, 300_000);

test('of many messages the deleted ones are gone with all that hung on them, the others stay', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const dodo = encodeURIComponent('🦤');
  const sent: { id: number }[] = [];
  const count = 120;
  for (let i = 0; i < count; i += 1) {
    const file_id = i % 40 === 1 ? await upload(alice, bob, `attached ${i} pangolin`) : undefined;
    sent.push(await alice.says(bob, textOf(i), { file_id }));
  }
  for (const { id } of sent) if (id % 3 === 0) await bob.put(`/messages/${id}/read`);
  for (const [i, { id }] of sent.entries()) {
    if (i % 2 === 1) await bob.put(`/messages/${id}/reactions/${dodo}`);
  }
  const query = `/messages/search?q=${wordOf(77)}`;
  expect((await bob.get(query)).body.data.messages).toHaveLength(1);
  expect(found(bytesBelow(server.dir), count)).toHaveLength(count);
  for (const [i, { id }] of sent.entries()) if (i % 2 === 1) await alice.delete(`/messages/${id}`);
  const kept = [...sent.keys()].filter((i) => i % 2 === 0);
  const left = () => found(bytesBelow(server.dir), count);
  await eventually(() => left().length <= kept.length, wal_scrub_within_ms);
  expect(left()).toEqual(kept);
  const bytes = bytesBelow(server.dir);
  for (const gone of ['pangolin', '🦤']) expect(bytes).not.toContain(gone);
  expect((await bob.get(query)).body.data.messages).toEqual([]);
}, 300_000);
