// Who may upload in parts, how much, what, and for how long.
import { expect, test } from 'bun:test';
import { MIB } from '../../../src/protocol/limits';
import { partial_upload_age_ms, partial_uploads_max } from '../../../src/protocol/upload-limits';
import { manualClock } from '../../support/clock';
import {
  begin,
  begun,
  codeOf,
  done,
  partsAndFiles,
  put,
  stands,
} from '../../support/network/upload-parts';
import { befriend, friends, login, register } from '../../support/person';
import { startServer } from '../../support/server';

test('only a friend is uploaded for, at each step', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const mallory = await register(server.url, 'mallory');
  expect(codeOf(await begin(mallory, alice, 5))).toEqual([404, 'FRIEND_001']);
  expect(codeOf(await begin(alice, { id: 999 }, 5))).toEqual([404, 'USER_001']);
  const id = await begun(alice, bob, 10);
  const complete = await begun(alice, bob, 5);
  await put(alice, id, 0, 'hello');
  await put(alice, complete, 0, 'hello');
  expect((await bob.delete(`/friends/${alice.id}`)).status).toBe(200);
  expect(codeOf(await put(alice, id, 5, 'world'))).toEqual([404, 'FRIEND_001']);
  expect(codeOf(await done(alice, complete))).toEqual([404, 'FRIEND_001']);
  expect(partsAndFiles(server)).toEqual({ parts: 2, files: 0 });
  // They are friends again: nothing was lost.
  await befriend(alice, bob);
  expect((await put(alice, id, 5, 'world')).body.data).toEqual({ offset: 10 });
  expect((await done(alice, complete)).status).toBe(201);
});

test('another person’s upload is as unknown as one that never was', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 10);
  await put(alice, id, 0, 'hello');
  for (const each of [id, 'a'.repeat(32), '1', '..%2f..%2fchat8.db']) {
    expect(codeOf(await stands(bob, each))).toEqual([404, 'REQUEST_003']);
    expect(codeOf(await put(bob, each, 5, 'world'))).toEqual([404, 'REQUEST_003']);
    expect(codeOf(await done(bob, each))).toEqual([404, 'REQUEST_003']);
    expect(codeOf(await bob.delete(`/upload/parts/${each}`))).toEqual([404, 'REQUEST_003']);
  }
  expect((await stands(alice, id)).body.data).toEqual({ offset: 5 });
});

test('size, quota, count and fields are looked at before anything comes', async () => {
  await using server = await startServer({ CHAT8_MAX_FILE_SIZE: '1M', CHAT8_USER_QUOTA: '3M' });
  const { alice, bob } = await friends(server.url);
  const large = await begin(alice, bob, MIB + 1);
  expect(codeOf(large)).toEqual([400, 'FILE_002']);
  expect(large.body.error.details).toEqual({ bytes_max: MIB });
  const ids = [];
  for (let i = 0; i < 3; i += 1) ids.push(await begun(alice, bob, MIB));
  expect(codeOf(await begin(alice, bob, 1))).toEqual([403, 'FILE_004']);
  // Uploads of the other kind meet the same quota.
  const form = new FormData();
  form.set('receiver_id', String(bob.id));
  form.set('file', new File(['hello'], 'a.txt'));
  expect(codeOf(await alice.post('/upload/file', form))).toEqual([403, 'FILE_004']);
  // What is dropped is free at once.
  expect((await alice.delete(`/upload/parts/${ids[0]}`)).status).toBe(200);
  expect(codeOf(await stands(alice, String(ids[0])))).toEqual([404, 'REQUEST_003']);
  expect((await begin(alice, bob, MIB)).status).toBe(200);
  const receiver_id = bob.id;
  for (const body of [
    { receiver_id, name: 'a' },
    { receiver_id, size: 1 },
    { name: 'a', size: 1 },
    { receiver_id, name: '', size: 1 },
    { receiver_id, name: 'a\0', size: 1 },
    { receiver_id, name: 'a', size: -1 },
    { receiver_id, name: 'a', size: 1.5 },
    { receiver_id, name: 'a', size: '1' },
    { receiver_id: 'x', name: 'a', size: 1 },
  ]) {
    expect([body, ...codeOf(await alice.post('/upload/parts', body))]).toEqual([
      body,
      422,
      'REQUEST_002',
    ]);
  }
});

test('a race for the last of the quota is won once', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '10K' });
  const { alice, bob } = await friends(server.url);
  const answers = await Promise.all(Array.from({ length: 8 }, () => begin(alice, bob, 6_000)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(403)]);
});

test('nobody begins uploads without end', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  for (let i = 0; i < partial_uploads_max; i += 1) await begun(alice, bob, 1);
  const refused = await begin(alice, bob, 1);
  expect(codeOf(refused)).toEqual([429, 'REQUEST_006']);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect((await begin(bob, alice, 1)).status).toBe(200);
});

test('programs are refused by name and by bytes as soon as they can be told, and are gone', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const byName = await begun(alice, bob, 10_000, 'game.exe');
  expect((await put(alice, byName, 0, 'x'.repeat(4_000))).status).toBe(200);
  expect(codeOf(await put(alice, byName, 4_000, 'x'.repeat(200)))).toEqual([400, 'FILE_001']);
  const byBytes = await begun(alice, bob, 9, 'note.txt');
  expect(codeOf(await put(alice, byBytes, 0, '#!/bin/sh'))).toEqual([400, 'FILE_001']);
  const empty = await begun(alice, bob, 0, 'run.sh');
  expect(codeOf(await done(alice, empty))).toEqual([400, 'FILE_001']);
  for (const id of [byName, byBytes, empty]) {
    expect(codeOf(await stands(alice, id))).toEqual([404, 'REQUEST_003']);
  }
  expect(partsAndFiles(server)).toEqual({ parts: 0, files: 0 });
  const sealed = Buffer.concat([Buffer.from('c8f1'), Buffer.alloc(12), Buffer.from('MZ')]);
  const id = await begun(alice, bob, sealed.length, 'game.exe');
  await put(alice, id, 0, sealed);
  expect((await done(alice, id)).body.data.file_type).toBe('application/octet-stream');
});

test('an upload is swept 24 hours after its last bytes', async () => {
  const clock = manualClock();
  await using server = await startServer({}, clock);
  const { alice, bob } = await friends(server.url);
  const idle = await begun(alice, bob, 10);
  const busy = await begun(alice, bob, 10);
  clock.advance(partial_upload_age_ms - 60_000);
  const again = await login(server.url, 'alice');
  await put(again, busy, 0, 'hello');
  clock.advance(120_000);
  const later = await login(server.url, 'alice');
  expect(codeOf(await stands(later, idle))).toEqual([404, 'REQUEST_003']);
  expect(codeOf(await put(later, idle, 0, 'hello'))).toEqual([404, 'REQUEST_003']);
  expect((await stands(later, busy)).body.data).toEqual({ offset: 5 });
  await server.world.ledger.write(({ now }) =>
    server.world.partialUploads.sweep(now - partial_upload_age_ms),
  );
  await server.world.fileDeletion.run();
  expect(partsAndFiles(server)).toEqual({ parts: 1, files: 0 });
});

test('with its session or its account an upload ends, and leaves nothing', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const phone = await login(server.url, 'alice');
  const onPhone = await begun(phone, bob, 10);
  const onDesk = await begun(alice, bob, 10);
  await put(phone, onPhone, 0, 'hello');
  expect((await phone.post('/auth/logout')).status).toBe(200);
  expect(codeOf(await stands(alice, onPhone))).toEqual([404, 'REQUEST_003']);
  await server.world.fileDeletion.run();
  expect(partsAndFiles(server)).toEqual({ parts: 1, files: 0 });
  // Any session of the same person goes on with one that lives.
  const tablet = await login(server.url, 'alice');
  expect((await put(tablet, onDesk, 0, 'hello')).status).toBe(200);
  expect((await alice.delete('/user', { password: alice.password })).status).toBe(200);
  expect(partsAndFiles(server)).toEqual({ parts: 0, files: 0 });
});

test('nothing is taken when the disk is nearly full', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const id = await begun(alice, bob, 10);
  await using full = await startServer({ CHAT8_MIN_FREE: '900000G' });
  const { alice: anna, bob: ben } = await friends(full.url);
  expect(codeOf(await begin(anna, ben, 10))).toEqual([503, 'SERVER_002']);
  expect(partsAndFiles(full)).toEqual({ parts: 0, files: 0 });
  expect((await put(alice, id, 0, 'hello')).status).toBe(200);
});
