// As an attacker would try each operation (OWASP API Security Top 10, 2023): nothing is changed,
// nothing is told. A new operation without a row in the table fails.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { createApp } from '../../../src/server/app';
import { attackScene, foreignTries, type Scene } from '../../support/attack/attack';
import { snapshot } from '../../support/data/snapshot';
import type { Person } from '../../support/person';
import { call, friends, register } from '../../support/person';
import type { Server } from '../../support/server';
import { startServer } from '../../support/server';

let server: Server;
let alice: Person;
let bob: Person;
let mallory: Person;
let mine: Scene;
let operations: string[];

beforeAll(async () => {
  server = await startServer({ CHAT8_PUSH_CONTACT: 'mailto:admin@chat.example' });
  ({ alice, bob } = await friends(server.url));
  mallory = await register(server.url, 'mallory');
  mine = await attackScene(server.url, alice, bob);
  // Of the server itself: a route that the docs hide is a route.
  operations = createApp(server.world).routes.routes.map(
    ({ method, path }) => `${method.toLowerCase()} ${path.replace(/:\w+/g, '{}')}`,
  );
});
afterAll(() => server[Symbol.asyncDispose]());

/** Open to everyone by intention. */
const PUBLIC = [
  'get /healthz',
  'get /server-id',
  'post /api/v1/auth/register',
  'post /api/v1/auth/login',
  'get /api/v1/auth/kdf',
  'get /api/v1/auth/registration',
  'get /api/v1/avatars/{}',
  // What they take proves itself.
  'post /api/v1/push/receipt',
  'post /api/v1/push/renewal',
];

/** Pages and files of the program: no person's. */
const PAGES = /^get \/($|i\/\{\}$|assets\/|docs($|\/)|(sw\.js|manifest\.webmanifest|reset)$)/;

/** About the one who asks alone, or open to every signed-in person by intention. */
const OWN = [
  /auth\/(refresh|logout|sessions|ws-ticket)$/,
  /^(get|put|delete) \/api\/v1\/user(\/(profile|password|status|privacy|storage|export))?$/,
  /^get \/api\/v1\/friends(\/(search|requests|blocks))?$/,
  /^post \/api\/v1\/friends\/request$/,
  /^(put|delete) \/api\/v1\/friends\/blocks\/\{\}$/,
  /^(post|get) \/api\/v1\/invites(\/\{\}\/accept)?$/,
  /^get \/api\/v1\/(conversations|events)$/,
  /^post \/api\/v1\/upload\/avatar$/,
  / \/api\/v1\/encryption\//,
  /^(get|put) \/api\/v1\/push(\/subscription)?$/,
];

const foreign = () => foreignTries(alice, bob, mallory, mine);

test('every operation has a row: open to all, about oneself, or tried with others’ ids', () => {
  const known = (name: string) =>
    PUBLIC.includes(name) ||
    PAGES.test(name) ||
    name in foreign() ||
    OWN.some((form) => form.test(name));
  expect(operations.filter((name) => !known(name))).toEqual([]);
  expect(Object.keys(foreign()).filter((name) => !operations.includes(name))).toEqual([]);
});

test('a stranger with the ids of others changes nothing, and is told nothing', async () => {
  using phone = await alice.connect();
  using device = await bob.connect();
  await phone.settled();
  await device.settled();
  const heard = [phone.types().length, device.types().length];
  const before = snapshot(server.dir);
  for (const [name, tries] of Object.entries(foreign())) {
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
