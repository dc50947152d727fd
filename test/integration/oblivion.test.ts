// What was deleted or changed is soon in no file of the data directory: neither in the database,
// its log and its free pages, nor in the index of the search, nor among the uploads.
import { expect, test } from 'bun:test';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { erase_within_ms } from '../../src/limits';
import type { Person } from '../support/person';
import { friends } from '../support/person';
import { eventually } from '../support/scratch';
import { startServer } from '../support/server';

const bytesOf = (dir: string): string =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');

/** Each with a word of its own, from a few bytes to several pages. */
const textOf = (i: number) => `marker${i}end ${'and so on '.repeat((i * 37) % 900)}`;
const wordsIn = (text: string) => new Set(text.match(/marker\d+end/g));

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
  expect(bytesOf(server.dir)).toContain('walrus');
  await alice.put(`/messages/${id}`, { content: 'nobody knows' });
  await eventually(() => !bytesOf(server.dir).includes('walrus'), erase_within_ms);
  expect(bytesOf(server.dir)).toContain('nobody knows');
}, 20_000);

test('of many messages the deleted ones are gone with all that hung on them, the others stay', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const dodo = encodeURIComponent('🦤');
  const sent: { id: number }[] = [];
  for (let i = 0; i < 120; i += 1) {
    const file_id = i % 40 === 1 ? await upload(alice, bob, `attached ${i} pangolin`) : undefined;
    sent.push(await alice.says(bob, textOf(i), { file_id }));
  }
  for (const { id } of sent) if (id % 3 === 0) await bob.put(`/messages/${id}/read`);
  for (const [i, { id }] of sent.entries()) {
    if (i % 2 === 1) await bob.put(`/messages/${id}/reactions/${dodo}`);
  }
  const query = '/messages/search?q=marker77end';
  expect((await bob.get(query)).body.data.messages).toHaveLength(1);
  expect(wordsIn(bytesOf(server.dir)).size).toBe(120);
  for (const [i, { id }] of sent.entries()) if (i % 2 === 1) await alice.delete(`/messages/${id}`);
  const kept = new Set(
    sent
      .keys()
      .filter((i) => i % 2 === 0)
      .map((i) => `marker${i}end`),
  );
  await eventually(() => wordsIn(bytesOf(server.dir)).size <= kept.size, erase_within_ms);
  const bytes = bytesOf(server.dir);
  expect(wordsIn(bytes)).toEqual(kept);
  for (const gone of ['pangolin', '🦤']) expect(bytes).not.toContain(gone);
  expect((await bob.get(query)).body.data.messages).toEqual([]);
}, 30_000);
