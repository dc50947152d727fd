// What a person takes of the disk, and where it ends.
import { Database } from 'bun:sqlite';
import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { MIB, texts_over_quota_bytes } from '../../../src/protocol/limits';
import { open } from '../../support/network/wire';
import { friends, type Person } from '../../support/person';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const shareOf = async (who: Person) => (await who.get('/user/storage')).body.data;

const upload = (from: Person, to: Person, bytes: number) => {
  const form = new FormData();
  form.set('receiver_id', String(to.id));
  form.set('file', new File(['x'.repeat(bytes)], 'note.txt'));
  return from.post('/upload/file', form);
};

test('files, messages and keys are counted by their bytes, and what is deleted is free at once', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '1M' });
  const { alice, bob } = await friends(server.url);
  expect(await shareOf(alice)).toEqual({ used: 0, quota: MIB, files: 0, messages: 0, keys: 0 });
  const { id } = await alice.says(bob, '茶');
  await bob.says(alice, 'thanks, and this is his');
  expect(await shareOf(alice)).toMatchObject({ used: 3, messages: 3 });
  // Repeated it is the same message.
  const draft = { receiver_id: bob.id, content: 'four', client_id: 'c1' };
  for (let i = 0; i < 3; i += 1) expect((await alice.post('/messages', draft)).status).toBe(200);
  expect((await alice.put(`/messages/${id}`, { content: 'tea!' })).status).toBe(200);
  expect(await shareOf(alice)).toMatchObject({ used: 8, messages: 8 });
  const sent = await upload(alice, bob, 900);
  const { file_id } = sent.body.data;
  const file = await alice.says(bob, 'a file', { file_id });
  const keys = { public_key: 'p'.repeat(10), private_key_encrypted: 's'.repeat(20) };
  expect((await alice.post('/encryption/keys', keys)).status).toBe(200);
  expect(await shareOf(alice)).toMatchObject({ used: 944, files: 900, messages: 14, keys: 30 });
  expect((await alice.delete(`/messages/${id}`)).status).toBe(200);
  expect((await alice.delete(`/messages/${file.id}`)).status).toBe(200);
  expect(await shareOf(alice)).toMatchObject({ used: 34, files: 0, messages: 4, keys: 30 });
  // Hidden from bob it is still alice's.
  const { body } = await bob.get(`/messages/${alice.id}`);
  await bob.delete(`/messages/${body.data.messages[0].id}`);
  expect(await shareOf(alice)).toMatchObject({ messages: 4 });
  expect(await shareOf(bob)).toMatchObject({ files: 0, keys: 0 });
});

test('at the quota files are refused, texts 256 MiB above it, keys and repetitions never', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '64K' });
  const { alice, bob } = await friends(server.url);
  expect((await upload(alice, bob, 60_000)).status).toBe(201);
  const kept = { receiver_id: bob.id, content: 'x'.repeat(6_000), client_id: 'c1' };
  expect((await alice.post('/messages', kept)).status).toBe(200);
  const refused = await upload(alice, bob, 1);
  expect([refused.status, refused.body.error.code]).toEqual([403, 'FILE_004']);
  const { id } = await alice.says(bob, 'texts go on');
  // As if much more had been written.
  using database = new Database(join(server.dir, 'chat8.db'));
  database.run('UPDATE storage SET messages = messages + ? WHERE user_id = ?', [
    texts_over_quota_bytes - 480,
    alice.id,
  ]);
  const full = [
    await alice.post('/messages', { receiver_id: bob.id, content: 'no more' }),
    await alice.put(`/messages/${id}`, { content: 'a text that is longer than it was' }),
  ];
  expect(full.map(({ status, body }) => [status, body.error.code])).toEqual(
    Array(2).fill([403, 'FILE_004']),
  );
  expect((await alice.put(`/messages/${id}`, { content: 'short' })).status).toBe(200);
  expect((await alice.post('/messages', kept)).status).toBe(200);
  const keys = { public_key: 'p', private_key_encrypted: 's' };
  expect((await alice.post('/encryption/keys', keys)).status).toBe(200);
  await bob.says(alice, 'his own quota is not used up');
});

test('uploads under way count: together they pass the quota no more than one by one', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '3M' });
  const { alice, bob } = await friends(server.url);
  const head = (more: string) => [
    'POST /api/v1/upload/file HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${alice.token}`,
    'Content-Type: multipart/form-data; boundary=x',
    more,
  ];
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n';
  const declared = () => open(server.url, head(`Content-Length: ${MIB}`), part);
  const slow = [declared(), declared(), declared()];
  // Once all three are looked at, there is room for a few bytes alone.
  let refused = await upload(alice, bob, MIB);
  await eventually(async () => {
    if (refused.status !== 403) refused = await upload(alice, bob, MIB);
    return refused.status === 403;
  });
  expect(refused.body.error.code).toBe('FILE_004');
  for (const { socket } of slow) socket.destroy();
  // Without a length it counts as it grows.
  const chunk = `${(MIB / 2).toString(16)}\r\n${'x'.repeat(MIB / 2)}\r\n`;
  const chunked = () =>
    open(
      server.url,
      head('Transfer-Encoding: chunked'),
      `${part.length.toString(16)}\r\n${part}\r\n${chunk.repeat(3)}`,
    );
  const growing = [chunked(), chunked(), chunked()];
  const first = await Promise.race(growing.map(({ answered }) => answered));
  expect(first).toContain('403');
  for (const { socket } of growing) socket.destroy();
});
