// As an attacker would try each operation (OWASP API Security Top 10, 2023): nothing is changed,
// nothing is told. A new operation without a row in the table fails.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createApp } from '../../../src/server/app';
import type { Person } from '../../support/person';
import { call, friends, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';
import { snapshot } from '../../support/snapshot';

const MARK = 'the marmalade is under the stairs';

let server: Server;
let alice: Person;
let bob: Person;
let mallory: Person;
let mine: Awaited<ReturnType<typeof scene>>;
let operations: string[];

/** What is alice's and bob's; carol's request to bob is pending. */
const scene = async () => {
  const form = new FormData();
  form.set('file', new File([MARK], 'note.txt'));
  form.set('receiver_id', String(bob.id));
  const { file_id, file_url } = (await alice.post('/upload/file', form)).body.data;
  await alice.says(bob, file_url, { message_type: 'file' });
  const message = await alice.says(bob, MARK);
  await bob.put(`/messages/${message.id}/reactions/👍`);
  const { code } = (await alice.post('/invites', {})).body.data;
  const carol = await register(server.url, 'carol');
  const { request_id } = (await carol.post('/friends/request', { user_id: bob.id })).body.data;
  const [session] = (await alice.get('/auth/sessions')).body.data;
  return { file_id, message_id: message.id, code, request_id, session_id: session.id };
};

beforeAll(async () => {
  server = await startServer();
  ({ alice, bob } = await friends(server.url));
  mallory = await register(server.url, 'mallory');
  mine = await scene();
  // Of the server itself: a route that the docs hide is a route.
  operations = createApp(server.world).routes.routes.map(
    ({ method, path }) => `${method.toLowerCase()} ${path.replace(/:\w+/g, '{}')}`,
  );
});
afterAll(() => server[Symbol.asyncDispose]());

interface Try {
  path: string;
  body?: unknown;
  refused: [number, string];
}

/** Open to everyone by intention. */
const PUBLIC = [
  'get /healthz',
  'post /api/v1/auth/register',
  'post /api/v1/auth/login',
  'get /api/v1/auth/kdf',
  'get /api/v1/auth/registration',
  'get /api/v1/avatars/{}',
];

/** Pages and files of the program: no person's. */
const PAGES = /^get \/($|i\/\{\}$|assets\/|docs($|\/)|(sw\.js|manifest\.webmanifest|reset)$)/;

/** About the one who asks alone, or open to every signed-in person by intention. */
const OWN = [
  /auth\/(refresh|logout|sessions|ws-ticket)$/,
  /^(get|put|delete) \/api\/v1\/user(\/(profile|password|status|storage|export))?$/,
  /^get \/api\/v1\/friends(\/(search|requests|blocks))?$/,
  /^post \/api\/v1\/friends\/request$/,
  /^(put|delete) \/api\/v1\/friends\/blocks\/\{\}$/,
  /^(post|get) \/api\/v1\/invites(\/\{\}\/accept)?$/,
  /^get \/api\/v1\/(conversations|events)$/,
  /^post \/api\/v1\/upload\/avatar$/,
  / \/api\/v1\/encryption\//,
];

const foreignFile = () => {
  const form = new FormData();
  form.set('file', new File(['hello'], 'note.txt'));
  form.set('receiver_id', String(alice.id));
  return form;
};

const PROOF = { guest_id: 1, key_id: 'A'.repeat(43), proof: 'A'.repeat(43) };

const FOREIGN: Record<string, () => Try[]> = {
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
  'put /api/v1/messages/{}/read': () => [
    { path: `/api/v1/messages/${mine.message_id}/read`, refused: [403, 'MESSAGE_002'] },
  ],
  'put /api/v1/messages/{}/reactions/{}': () => [
    { path: `/api/v1/messages/${mine.message_id}/reactions/👍`, refused: [403, 'MESSAGE_002'] },
  ],
  'delete /api/v1/messages/{}/reactions/{}': () => [
    { path: `/api/v1/messages/${mine.message_id}/reactions/👍`, refused: [403, 'MESSAGE_002'] },
  ],
  'put /api/v1/conversations/{}/read': () => [
    {
      path: `/api/v1/conversations/${alice.id}/read`,
      body: { up_to: mine.message_id },
      refused: [404, 'FRIEND_001'],
    },
  ],
  'post /api/v1/upload/file': () => [
    { path: '/api/v1/upload/file', body: foreignFile(), refused: [404, 'FRIEND_001'] },
  ],
  'get /api/v1/files/{}': () => [
    { path: `/api/v1/files/${mine.file_id}`, refused: [404, 'FILE_003'] },
  ],
};

test('every operation has a row: open to all, about oneself, or tried with others’ ids', () => {
  const known = (name: string) =>
    PUBLIC.includes(name) ||
    PAGES.test(name) ||
    name in FOREIGN ||
    OWN.some((form) => form.test(name));
  expect(operations.filter((name) => !known(name))).toEqual([]);
  expect(Object.keys(FOREIGN).filter((name) => !operations.includes(name))).toEqual([]);
});

test('a stranger with the ids of others changes nothing, and is told nothing', async () => {
  using phone = await alice.connect();
  using device = await bob.connect();
  await phone.settled();
  await device.settled();
  const heard = [phone.types().length, device.types().length];
  const before = snapshot(server.dir);
  for (const [name, tries] of Object.entries(FOREIGN)) {
    const method = name.split(' ')[0]?.toUpperCase() ?? '';
    for (const { path, body, refused } of tries()) {
      const answer = await call(server.url, method, path, { token: mallory.token, body });
      expect([name, answer.status, answer.body.error?.code]).toEqual([name, ...refused]);
      expect(JSON.stringify(answer.body)).not.toContain('marmalade');
      expect(snapshot(server.dir)).toEqual(before);
    }
  }
  await phone.settled();
  await device.settled();
  const pongs = [phone, device].map(
    ({ types }) => types().filter((type) => type === 'pong').length,
  );
  expect([phone.types().length, device.types().length]).toEqual(
    heard.map((count, i) => count + (pongs[i] ?? 0) - 1),
  );
});

test('fields that are not a client’s to set stay as they are', async () => {
  const profile = { id: 1, disabled_at: 1, erased_at: 1, kdf_salt: 'x', created_at: 'x' };
  const username = 'mallory2';
  expect((await mallory.put('/user/profile', { ...profile, username })).status).toBe(200);
  const after = (await mallory.get('/user/profile')).body.data;
  expect([after.id, after.username]).toEqual([mallory.id, username]);
  const said = await alice.says(bob, 'hello', {
    id: 1,
    sender_id: bob.id,
    is_read: true,
    timestamp: '1999-01-01T00:00:00.000Z',
    deleted: true,
  });
  expect(said).toMatchObject({ sender_id: alice.id, is_read: false });
  expect(said.timestamp).not.toStartWith('1999');
  expect(said.deleted).toBeUndefined();
});

test('keys of prototypes are names like any other', async () => {
  const bodies = [
    '{"__proto__":{"username":"proto"}}',
    '{"constructor":{"prototype":{"username":"proto"}}}',
    '{"username":"proto","__proto__":null,"toString":1,"hasOwnProperty":1}',
  ];
  const statuses = [];
  for (const body of bodies) {
    const headers = { 'content-type': 'application/json' };
    const { token } = mallory;
    statuses.push(
      (await call(server.url, 'PUT', '/api/v1/user/profile', { token, body, headers })).status,
    );
  }
  expect(statuses).toEqual([422, 422, 200]);
  expect('username' in {}).toBe(false);
});

test('a search takes wildcards as letters, and names with lines are none', async () => {
  for (const q of ['%25', '_', '*', "'%20OR%201=1--", '%22']) {
    expect((await mallory.get(`/friends/search?q=${q}`)).body.data).toEqual([]);
  }
  for (const username of ['a\nb', 'a\r\nset-cookie: x=1', 'a\u202eb', '<b>a</b>', 'a b']) {
    expect((await mallory.put('/user/profile', { username })).status).toBe(422);
  }
});
