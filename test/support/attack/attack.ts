// What an attacker tries: each operation with the ids of others.

import { subscribe } from '../network/push-service';
import { type Person, register } from '../person';

const MARK = 'the marmalade is under the stairs';

/** What is alice's and bob's; carol's request to bob is pending. */
export const attackScene = async (url: string, alice: Person, bob: Person) => {
  const form = new FormData();
  form.set('file', new File([MARK], 'note.txt'));
  form.set('receiver_id', String(bob.id));
  const { file_id, file_url } = (await alice.post('/upload/file', form)).body.data;
  await alice.says(bob, file_url, { message_type: 'file' });
  const message = await alice.says(bob, MARK);
  await bob.put(`/messages/${message.id}/reactions/👍`);
  const { code } = (await alice.post('/invites', {})).body.data;
  const carol = await register(url, 'carol');
  const { request_id } = (await carol.post('/friends/request', { user_id: bob.id })).body.data;
  const upload = { receiver_id: bob.id, name: 'marmalade.txt', size: 5 };
  const { upload_id } = (await alice.post('/upload/parts', upload)).body.data;
  const { call_id } = (await alice.post('/calls/test', { user_id: bob.id })).body.data;
  const [session] = (await alice.get('/auth/sessions')).body.data;
  const { id } = (await subscribe(alice, { endpoint: 'https://fcm.googleapis.com/fcm/send/a' }))
    .body.data;
  return {
    file_id,
    upload_id,
    message_id: message.id,
    code,
    request_id,
    session_id: session.id,
    subscription_id: id,
    call_id,
  };
};

export type Scene = Awaited<ReturnType<typeof attackScene>>;

interface Try {
  path: string;
  body?: unknown;
  refused: [number, string];
}

const foreignFile = (alice: Person) => {
  const form = new FormData();
  form.set('file', new File(['hello'], 'note.txt'));
  form.set('receiver_id', String(alice.id));
  return form;
};

/** A file that is complete has the id of its upload. */
const foreignUpload = (...ids: string[]): Try[] =>
  ids.map((id) => ({ path: `/api/v1/upload/parts/${id}`, refused: [404, 'REQUEST_003'] }));

const PROOF = { guest_id: 1, key_id: 'A'.repeat(43), proof: 'A'.repeat(43) };

/** What mallory tries with the ids of alice and bob. */
export const foreignTries = (
  alice: Person,
  bob: Person,
  mallory: Person,
  mine: Scene,
): Record<string, () => Try[]> => ({
  'get /ws/{}': () => [
    { path: `/ws/${alice.id}?token=${mallory.token}`, refused: [403, 'AUTH_004'] },
  ],
  'delete /api/v1/auth/sessions/{}': () => [
    { path: `/api/v1/auth/sessions/${mine.session_id}`, refused: [404, 'REQUEST_003'] },
  ],
  'put /api/v1/friends/request/{}': () =>
    ['accept', 'reject'].map((action) => ({
      path: `/api/v1/friends/request/${mine.request_id}`,
      body: { action },
      refused: [404, 'FRIEND_004'],
    })),
  'delete /api/v1/friends/request/{}': () => [
    { path: `/api/v1/friends/request/${mine.request_id}`, refused: [404, 'FRIEND_004'] },
  ],
  'delete /api/v1/friends/{}': () => [
    { path: `/api/v1/friends/${alice.id}`, refused: [404, 'FRIEND_001'] },
  ],
  'post /api/v1/invites/{}/proof': () => [
    { path: `/api/v1/invites/${mine.code}/proof`, body: PROOF, refused: [404, 'REQUEST_003'] },
  ],
  'delete /api/v1/invites/{}': () => [
    { path: `/api/v1/invites/${mine.code}`, refused: [404, 'REQUEST_003'] },
  ],
  'post /api/v1/messages': () => [
    {
      path: '/api/v1/messages',
      body: { receiver_id: alice.id, content: 'hi' },
      refused: [404, 'FRIEND_001'],
    },
    {
      path: '/api/v1/messages',
      body: { receiver_id: alice.id, content: 'hi', file_id: mine.file_id, sender_id: bob.id },
      refused: [404, 'FRIEND_001'],
    },
  ],
  'get /api/v1/messages/{}': () =>
    ['', '?page=1&limit=100', `?before=${mine.message_id + 1}`, '?after=1'].map((query) => ({
      path: `/api/v1/messages/${alice.id}${query}`,
      refused: [404, 'FRIEND_001'],
    })),
  'get /api/v1/messages/search': () => [
    {
      path: `/api/v1/messages/search?q=marmalade&friend_id=${alice.id}`,
      refused: [404, 'FRIEND_001'],
    },
  ],
  'put /api/v1/messages/{}': () => [
    {
      path: `/api/v1/messages/${mine.message_id}`,
      body: { content: 'changed' },
      refused: [403, 'MESSAGE_002'],
    },
  ],
  'delete /api/v1/messages/{}': () => [
    { path: `/api/v1/messages/${mine.message_id}`, refused: [403, 'MESSAGE_002'] },
  ],
  'post /api/v1/messages/delete': () => [
    {
      path: '/api/v1/messages/delete',
      body: { ids: [mine.message_id] },
      refused: [403, 'MESSAGE_002'],
    },
  ],
  'delete /api/v1/conversations/{}': () => [
    { path: `/api/v1/conversations/${alice.id}`, refused: [404, 'FRIEND_001'] },
  ],
  'put /api/v1/messages/{}/read': () => [
    { path: `/api/v1/messages/${mine.message_id}/read`, refused: [403, 'MESSAGE_002'] },
  ],
  'put /api/v1/messages/{}/reactions/{}': () => [
    { path: `/api/v1/messages/${mine.message_id}/reactions/👍`, refused: [403, 'MESSAGE_002'] },
  ],
  'delete /api/v1/messages/{}/reactions/{}': () => [
    { path: `/api/v1/messages/${mine.message_id}/reactions/👍`, refused: [403, 'MESSAGE_002'] },
  ],
  'put /api/v1/conversations/{}': () => [
    {
      path: `/api/v1/conversations/${alice.id}`,
      body: { muted_until: '2999-01-01T00:00:00Z' },
      refused: [404, 'FRIEND_001'],
    },
  ],
  'delete /api/v1/push/subscription/{}': () => [
    { path: `/api/v1/push/subscription/${mine.subscription_id}`, refused: [404, 'REQUEST_003'] },
  ],
  'post /api/v1/push/subscription/{}/test': () => [
    {
      path: `/api/v1/push/subscription/${mine.subscription_id}/test`,
      refused: [404, 'REQUEST_003'],
    },
  ],
  'put /api/v1/conversations/{}/read': () => [
    {
      path: `/api/v1/conversations/${alice.id}/read`,
      body: { up_to: mine.message_id },
      refused: [404, 'FRIEND_001'],
    },
  ],
  'get /api/v1/calls/ice-servers': () => [
    { path: `/api/v1/calls/ice-servers?call_id=${mine.call_id}`, refused: [404, 'CALL_001'] },
  ],
  'post /api/v1/calls/test': () => [
    { path: '/api/v1/calls/test', body: { user_id: alice.id }, refused: [404, 'FRIEND_001'] },
  ],
  'post /api/v1/upload/file': () => [
    { path: '/api/v1/upload/file', body: foreignFile(alice), refused: [404, 'FRIEND_001'] },
  ],
  'post /api/v1/upload/parts': () => [
    {
      path: '/api/v1/upload/parts',
      body: { receiver_id: alice.id, name: 'note.txt', size: 5 },
      refused: [404, 'FRIEND_001'],
    },
  ],
  'put /api/v1/upload/parts/{}': () => [
    {
      path: `/api/v1/upload/parts/${mine.upload_id}?offset=0`,
      body: 'hello',
      refused: [404, 'REQUEST_003'],
    },
  ],
  'get /api/v1/upload/parts/{}': () => foreignUpload(mine.upload_id, mine.file_id),
  'delete /api/v1/upload/parts/{}': () => foreignUpload(mine.upload_id, mine.file_id),
  'post /api/v1/upload/parts/{}/done': () =>
    foreignUpload(`${mine.upload_id}/done`, `${mine.file_id}/done`),
  'get /api/v1/files/{}': () => [
    { path: `/api/v1/files/${mine.file_id}`, refused: [404, 'FILE_003'] },
  ],
});
