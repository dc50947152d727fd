// Messages that disappear by themselves, from everywhere and for everybody.
import { expect, test } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deleteExpired } from '../../../src/features/messages/expiry';
import { backup } from '../../../src/operator/backup/backup';
import { check } from '../../../src/operator/backup/check';
import { silent } from '../../../src/operator/backup/progress';
import { restore } from '../../../src/operator/backup/restore';
import { manualClock } from '../../support/clock';
import { connect, friends, login, type Person } from '../../support/person';
import { bytesBelow, scratch } from '../../support/scratch';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';

const MINUTE = 60_000;

const scene = async () => {
  await using opening = new AsyncDisposableStack();
  const clock = manualClock();
  const server = opening.use(await startServer({ CHAT8_TOKEN_TTL: '31536000' }, clock));
  const { alice, bob } = await friends(server.url);
  const opened = opening.move();
  /** Looks for what has expired, as the server does every second. */
  const passes = async (ms: number) => {
    clock.advance(ms);
    await deleteExpired(server.world);
  };
  const after = (ms: number) => new Date(clock.now() + ms).toISOString();
  return {
    ...{ server, alice, bob, clock, passes, after },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
};

const upload = async (from: Person, to: { id: number }, text: string): Promise<string> => {
  const form = new FormData();
  form.set('receiver_id', String(to.id));
  form.set('file', new File([text], 'note.txt'));
  return (await from.post('/upload/file', form)).body.data.file_id;
};

const contents = async (who: Person, friend: { id: number }) =>
  (await who.get(`/messages/${friend.id}`)).body.data.messages.map(
    ({ content }: { content: string }) => content,
  );

test('a message goes when its time is over, as if its sender had deleted it', async () => {
  await using it = await scene();
  const { server, alice, bob } = it;
  using alices = await alice.connect();
  using bobs = await bob.connect();
  const file_id = await upload(alice, bob, 'a list');
  const expires_at = it.after(MINUTE);
  const draft = { expires_in: 60, file_id, client_id: 'c1' };
  const sent = await alice.says(bob, 'gone in a minute', draft);
  expect(sent.expires_at).toBe(expires_at);
  expect((await bobs.event('new_message')).data).toMatchObject({ id: sent.id, expires_at });
  await alice.says(bob, 'stays');
  await bob.put(`/messages/${sent.id}/reactions/${encodeURIComponent('👍')}`);
  // An edit changes nothing of when it goes.
  await it.passes(30_000);
  const edited = await alice.put(`/messages/${sent.id}`, { content: 'gone in half a minute' });
  expect(edited.body.data.expires_at).toBe(expires_at);
  expect((await bob.get('/messages/search?q=half')).body.data.messages).toMatchObject([
    { id: sent.id, expires_at },
  ]);
  await it.passes(29_999);
  expect(await contents(bob, alice)).toHaveLength(2);
  await it.passes(1);
  for (const [who, friend, device] of [
    [alice, bob, alices],
    [bob, alice, bobs],
  ] as const) {
    expect(await contents(who, friend)).toEqual(['stays']);
    expect((await who.get('/messages/search?q=half')).body.data.messages).toEqual([]);
    expect((await who.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
    expect((await device.event('message_deleted')).data).toEqual({
      message_id: sent.id,
      friend_id: friend.id,
    });
  }
  expect((await bob.get('/conversations')).body.data[0]).toMatchObject({ unread_count: 1 });
  expect(server.world.messages.byId(sent.id)).toMatchObject({ content: '', expires_at: null });
  await eventually(() => !existsSync(join(server.dir, 'files', file_id.slice(0, 2), file_id)));
  // The same draft again is the same message, as it now is; another lifetime is another draft.
  const again = await alice.says(bob, 'gone in a minute', draft);
  expect(again).toMatchObject({ id: sent.id, content: '', deleted: true });
  const other = { receiver_id: bob.id, content: 'gone in a minute', ...draft, expires_in: 120 };
  expect((await alice.post('/messages', other)).body.error.code).toBe('MESSAGE_003');
  // A device that comes back hears the deletion under the number of the message.
  using late = await connect(
    ...([server.url, bob.id, bob.token, `&since=0&epoch=${server.world.epoch}`] as const),
  );
  await late.settled();
  expect(late.frames.some(({ data }) => data?.content === 'gone in half a minute')).toBe(false);
});

test('the server looks by itself, and a start deletes first what expired meanwhile', async () => {
  using place = scratch();
  const settings = { CHAT8_DATA_DIR: place.dir, CHAT8_TOKEN_TTL: '31536000' };
  const clock = manualClock();
  const server = await startServer(settings, clock);
  const { alice, bob } = await friends(server.url);
  await alice.says(bob, 'within a minute of its time', { expires_in: 60 });
  clock.advance(MINUTE);
  await eventually(async () => (await contents(bob, alice)).length === 0);
  const { id } = await alice.says(bob, 'while nobody serves', { expires_in: 3_600 });
  await server[Symbol.asyncDispose]();
  clock.advance(3_600_000);
  await using later = await startServer(settings, clock);
  expect(later.world.messages.byId(id)).toMatchObject({ content: '', deleted_at: clock.now() });
  expect(await contents(await login(later.url, 'bob'), alice)).toEqual([]);
});

test('a conversation has a lifetime for both, which each message may set aside', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  using alices = await alice.connect();
  using bobs = await bob.connect();
  await bob.put(`/conversations/${alice.id}`, { pinned: true });
  const set = await alice.put(`/conversations/${bob.id}`, { expires_in: 86_400 });
  expect([set.status, set.body.data.expires_in]).toEqual([200, 86_400]);
  const about = (device: typeof alices, expires_in: number | null) =>
    device.next(
      ({ type, data }) => type === 'conversation_changed' && data.expires_in === expires_in,
    );
  // Each with their own settings, and who it was.
  expect((await about(alices, 86_400)).data).toMatchObject({
    ...{ friend_id: bob.id, changed_by: alice.id, pinned: false },
  });
  expect((await about(bobs, 86_400)).data).toMatchObject({
    ...{ friend_id: alice.id, changed_by: alice.id, pinned: true },
  });
  expect((await bob.get('/friends')).body.data[0].expires_in).toBe(86_400);
  const day = it.after(86_400_000);
  // By a client that knows nothing of it, too.
  expect((await bob.says(alice, 'as the conversation has it')).expires_at).toBe(day);
  expect((await alice.says(bob, 'an hour', { expires_in: 3_600 })).expires_at).toBe(
    it.after(3_600_000),
  );
  expect((await alice.says(bob, 'stays', { expires_in: 0 })).expires_at).toBeUndefined();
  expect((await bob.get('/conversations')).body.data[0].expires_in).toBe(86_400);
  // The same again is told to nobody; what was sent before keeps its time.
  const before = alices.frames.length;
  await bob.put(`/conversations/${alice.id}`, { expires_in: 86_400 });
  await alices.settled();
  expect(alices.types().slice(before)).toEqual(['pong']);
  await bob.put(`/conversations/${alice.id}`, { expires_in: null });
  expect((await about(alices, null)).data).toMatchObject({ changed_by: bob.id });
  expect((await alice.says(bob, 'stays, too')).expires_at).toBeUndefined();
  await it.passes(86_400_000);
  expect(await contents(alice, bob)).toEqual(['stays, too', 'stays']);
  // Whoever is no friend any more is told nothing.
  await bob.delete(`/friends/${alice.id}`);
  const refused = await alice.put(`/conversations/${bob.id}`, { expires_in: 60 });
  expect(refused.body.error.code).toBe('FRIEND_001');
});

test('a lifetime is from a minute to a year, and nothing else', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  const send = (expires_in: unknown) =>
    alice.post('/messages', { receiver_id: bob.id, content: 'x', expires_in });
  for (const good of [0, 60, 31_536_000]) expect((await send(good)).status).toBe(200);
  for (const bad of [59, 31_536_001, -1, 60.5, '60', null]) {
    const { status, body } = await send(bad);
    expect([bad, status, body.error?.code]).toEqual([bad, 422, 'REQUEST_002']);
  }
  const set = (expires_in: unknown) => alice.put(`/conversations/${bob.id}`, { expires_in });
  for (const good of [60, 31_536_000, null]) expect((await set(good)).status).toBe(200);
  for (const bad of [0, 59, 31_536_001, '60', true]) {
    expect([bad, (await set(bad)).status]).toEqual([bad, 422]);
  }
});

test('notes disappear as well, and own devices hear it once', async () => {
  await using it = await scene();
  const { alice } = it;
  using phone = await alice.connect();
  await alice.put(`/conversations/${alice.id}`, { expires_in: 60 });
  await alice.says(alice, 'milk');
  await it.passes(MINUTE);
  await phone.settled();
  const told = ['conversation_changed', 'message_sent', 'message_deleted'];
  expect(phone.types().filter((type) => told.includes(type))).toEqual(told);
  expect(await contents(alice, alice)).toEqual([]);
});

test('a backup holds what disappears as deleted: no text, no word, no file of it', async () => {
  await using it = await scene();
  const { server, alice, bob } = it;
  using place = scratch();
  const [target, data_dir] = [join(place.dir, 'backup.tar'), join(place.dir, 'restored')];
  const marker = 'xylophonist';
  const file_id = await upload(alice, bob, 'a list that disappears');
  const kept_id = await upload(alice, bob, 'a list that stays');
  const gone = await alice.says(bob, `${marker} at noon`, { expires_in: 3_600, file_id });
  await alice.says(bob, 'stays', { file_id: kept_id });
  await bob.put(`/messages/${gone.id}/reactions/${encodeURIComponent('👍')}`);
  // Its words are in the index.
  expect((await bob.get(`/messages/search?q=${marker}`)).body.data.messages).toHaveLength(1);
  await server.world.ledger.write(({ after }) => after(() => server.world.walScrub.schedule()));
  const made = await backup({
    ...{ data_dir: server.dir, target, passphrase: undefined, progress: silent },
  });
  expect(made.uploads_missing).toBe(0);
  expect(readFileSync(target, 'latin1')).not.toContain(marker);
  // What is served goes on having it.
  expect(await contents(bob, alice)).toEqual(['stays', `${marker} at noon`]);
  await restore({ file: target, data_dir, passphrase: undefined, progress: silent });
  expect(await check(data_dir)).toEqual([]);
  expect(bytesBelow(data_dir)).not.toContain(marker);
  await using restored = await startServer({ CHAT8_DATA_DIR: data_dir });
  const hers = await login(restored.url, 'alice');
  const his = await login(restored.url, 'bob');
  expect(await contents(his, hers)).toEqual(['stays']);
  expect((await his.get('/conversations')).body.data[0]).toMatchObject({ unread_count: 1 });
  expect((await his.get(`/messages/search?q=${marker}`)).body.data.messages).toEqual([]);
  expect((await his.get(`/files/${file_id}`)).body.error.code).toBe('FILE_003');
  expect((await his.get(`/files/${kept_id}`)).body).toBe('a list that stays');
  expect((await hers.get('/user/storage')).body.data).toMatchObject({ files: 17, messages: 5 });
  expect(restored.world.messages.byId(gone.id)).toMatchObject({ content: '', expires_at: null });
});

test('the export of an account leaves out what disappears', async () => {
  await using it = await scene();
  const { alice, bob } = it;
  const file_id = await upload(alice, bob, 'a list that disappears');
  await alice.says(bob, 'first');
  await alice.says(bob, 'disappears', { expires_in: 60, file_id });
  await alice.says(bob, 'last');
  const answer = await fetch(`${it.server.url}/api/v1/user/export`, {
    headers: { authorization: `Bearer ${bob.token}` },
  });
  const zip = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  expect(zip).toContain('"content":"first"');
  expect(zip).toContain('"content":"last"');
  expect(zip).not.toContain('disappears');
});
