// Deleting what is out of one's own history already: its writer may still take it from the other one.
import { expect, test } from 'bun:test';
import { friends, type Person, register } from '../../support/person';
import { startServer } from '../../support/server';

const textsOf = async (who: Person, friend: Person): Promise<string[]> =>
  (await who.get(`/messages/${friend.id}`)).body.data.messages.map(
    ({ content }: { content: string }) => content,
  );
const answerOf = async (asked: ReturnType<Person['get']>) => {
  const { status, body } = await asked;
  return [status, body.error?.code];
};

const upload = async (from: Person, to: Person): Promise<string> => {
  const form = new FormData();
  form.set('receiver_id', String(to.id));
  form.set('file', new File(['a list'], 'list.txt'));
  return (await from.post('/upload/file', form)).body.data.file_id;
};

test('who wrote a message deletes it for both after having cleared the conversation, nobody else', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const mallory = await register(server.url, 'mallory');
  const file_id = await upload(alice, bob);
  const list = await alice.says(bob, 'the list', { file_id, client_id: 'c1' });
  const others = [await alice.says(bob, 'one'), await alice.says(bob, 'two')];
  const bobs = await bob.says(alice, 'bob’s own');
  await alice.says(bob, 'stays');
  await bob.put(`/messages/${list.id}/reactions/${encodeURIComponent('👍')}`);
  expect((await alice.delete(`/conversations/${bob.id}`)).status).toBe(200);
  using device = await alice.connect();
  using his = await bob.connect();

  // What is not one's own is gone by that, also among others: then none goes.
  const ids = others.map(({ id }) => id);
  expect(await answerOf(alice.delete(`/messages/${bobs.id}`))).toEqual([404, 'MESSAGE_001']);
  const mixed = alice.post('/messages/delete', { ids: [...ids, bobs.id] });
  expect(await answerOf(mixed)).toEqual([404, 'MESSAGE_001']);
  expect(await answerOf(mallory.delete(`/messages/${list.id}`))).toEqual([403, 'MESSAGE_002']);
  // Nor is it shown, changed or reacted to by who has cleared it.
  const heart = `/messages/${list.id}/reactions/${encodeURIComponent('❤️')}`;
  for (const refused of [
    alice.put(`/messages/${list.id}`, { content: 'another list' }),
    alice.put(heart),
    alice.delete(heart),
  ]) {
    expect(await answerOf(refused)).toEqual([404, 'MESSAGE_001']);
  }
  expect(await textsOf(bob, alice)).toEqual(['stays', 'bob’s own', 'two', 'one', 'the list']);

  expect(await answerOf(alice.delete(`/messages/${list.id}`))).toEqual([200, undefined]);
  expect(await answerOf(alice.post('/messages/delete', { ids }))).toEqual([200, undefined]);
  expect(await textsOf(bob, alice)).toEqual(['stays', 'bob’s own']);
  expect((await bob.get('/conversations')).body.data[0].unread_count).toBe(1);
  expect(await answerOf(bob.get(`/files/${file_id}`))).toEqual([404, 'FILE_003']);
  expect(await textsOf(alice, bob)).toEqual([]);
  // Again it is gone, and so is what its draft says.
  expect(await answerOf(alice.delete(`/messages/${list.id}`))).toEqual([404, 'MESSAGE_001']);
  expect(await answerOf(alice.post('/messages/delete', { ids }))).toEqual([404, 'MESSAGE_001']);
  const again = await alice.says(bob, 'the list', { file_id, client_id: 'c1' });
  expect(again).toMatchObject({ id: list.id, content: '', deleted: true });

  // She, who has heard of the clearing, hears nothing more of them.
  await Promise.all([device.settled(), his.settled()]);
  expect(device.types()).not.toContain('message_deleted');
  expect(his.frames.filter(({ type }) => type === 'message_deleted')).toMatchObject(
    [list.id, ...ids].map((message_id) => ({ data: { message_id, friend_id: alice.id } })),
  );
});

test('what its writer has cleared is deleted, with its file, once the other one hides it', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const file_id = await upload(alice, bob);
  const { id } = await alice.says(bob, 'the list', { file_id });
  const kept = await alice.says(bob, 'which bob keeps');
  await alice.delete(`/conversations/${bob.id}`);
  expect(await answerOf(bob.delete(`/messages/${id}`))).toEqual([200, undefined]);
  expect(server.world.messages.byId(id)).toMatchObject({ content: '', file_id: null });
  expect(await answerOf(alice.get(`/files/${file_id}`))).toEqual([404, 'FILE_003']);
  const { files, messages } = (await alice.get('/user/storage')).body.data;
  expect([files, messages]).toEqual([0, 'which bob keeps'.length]);
  expect(await textsOf(bob, alice)).toEqual([kept.content]);
  expect(await answerOf(alice.delete(`/messages/${id}`))).toEqual([404, 'MESSAGE_001']);
});
