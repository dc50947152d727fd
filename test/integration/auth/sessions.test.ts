// Sessions that end when they should, tickets, and space.
import { expect, test } from 'bun:test';
import { session_idle_ms } from '../../../src/protocol/limits';
import { startHousekeeping } from '../../../src/server/housekeeping';
import { open } from '../../support/network/wire';
import { call, connect, friends, login, type Person, register } from '../../support/person';
import { png } from '../../support/pictures/pictures';
import { type Server, startServer } from '../../support/server';
import { eventually } from '../../support/timing';

test('sessions are listed to their owner, and ended by him alone, with their sockets', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const phone = await login(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  using device = await phone.connect();
  const { data } = (await alice.get('/auth/sessions')).body;
  expect(data.map(({ current }: { current: boolean }) => current)).toEqual([true, false]);
  const path = `/auth/sessions/${data[1].id}`;
  expect((await mallory.delete(path)).status).toBe(404);
  expect((await phone.get('/friends')).status).toBe(200);
  expect((await alice.delete(path)).status).toBe(200);
  expect(await device.closed).toBe(4401);
  expect((await phone.get('/friends')).body.error.code).toBe('AUTH_001');
  expect((await alice.get('/auth/sessions')).body.data).toHaveLength(1);
});

test('a ticket opens one socket, of its owner, once', async () => {
  await using server = await startServer();
  const alice = await register(server.url, 'alice');
  const mallory = await register(server.url, 'mallory');
  const issued = (await alice.post('/auth/ws-ticket')).body.data;
  expect(issued.expires_in).toBe(30);
  using device = await connect(server.url, alice.id, issued.ticket);
  expect((await device.event('hello')).data.user_id).toBe(alice.id);
  const again = await call(server.url, 'GET', `/ws/${alice.id}?token=${issued.ticket}`);
  expect([again.status, again.body.error.code]).toEqual([401, 'AUTH_001']);
  const { ticket } = (await alice.post('/auth/ws-ticket')).body.data;
  const foreign = await call(server.url, 'GET', `/ws/${mallory.id}?token=${ticket}`);
  expect([foreign.status, foreign.body.error.code]).toEqual([403, 'AUTH_004']);
});

test('a ticket is worth nothing once its session is over', async () => {
  await using server = await startServer();
  await register(server.url, 'alice');
  const phone = await login(server.url, 'alice');
  const { ticket } = (await phone.post('/auth/ws-ticket')).body.data;
  await phone.post('/auth/logout');
  const late = await call(server.url, 'GET', `/ws/${phone.id}?token=${ticket}`);
  expect([late.status, late.body.error.code]).toEqual([401, 'AUTH_001']);
});

test('the quota holds in a race, and a refused upload leaves nothing', async () => {
  await using server = await startServer({ CHAT8_USER_QUOTA: '2K' });
  const { alice, bob } = await friends(server.url);
  const upload = () => {
    const form = new FormData();
    form.set('file', new File(['x'.repeat(900)], 'note.txt'));
    form.set('receiver_id', String(bob.id));
    return alice.post('/upload/file', form);
  };
  const answers = await Promise.all([upload(), upload(), upload(), upload()]);
  const refused = answers.filter(({ status }) => status === 403);
  expect(refused.map(({ body }) => body.error.code)).toEqual(['FILE_004', 'FILE_004']);
  expect((await alice.get('/user/storage')).body.data).toEqual({
    used: 1_800,
    quota: 2_048,
    files: 1_800,
    messages: 0,
    keys: 0,
  });
  expect((await bob.get('/user/storage')).body.data.used).toBe(0);
});

test('a session that nobody went on with for two weeks is over, with its sockets', async () => {
  let later_ms = 0;
  const clock = { now: () => Date.now() + later_ms };
  // With tokens that outlive it.
  await using server = await startServer({ CHAT8_TOKEN_TTL: '31536000' }, clock);
  const alice = await register(server.url, 'alice');
  using device = await alice.connect();
  await device.settled();
  later_ms = session_idle_ms + 1_000;
  const stop = startHousekeeping(server.world);
  expect(await device.closed).toBe(4401);
  expect((await alice.get('/friends')).body.error.code).toBe('AUTH_001');
  stop();
});

/** Begins a request, whose body goes on with what is called; gives the first line of the answer. */
const begin = async ({ world, url }: Server, me: Person, path: string, body: Response) => {
  const { tokens } = world;
  const { examine } = tokens;
  let seen = 0;
  tokens.examine = (token) => {
    seen += 1;
    return examine(token);
  };
  const type = body.headers.get('content-type');
  const bytes = Buffer.from(await body.bytes());
  const { socket, answered } = open(url, [
    `${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${me.token}`,
    `Content-Type: ${type}`,
    `Content-Length: ${bytes.length}`,
  ]);
  socket.write(bytes.subarray(0, 20));
  await eventually(() => seen > 0);
  tokens.examine = examine;
  return async () => {
    socket.write(bytes.subarray(20));
    const line = await answered;
    socket.destroy();
    return line;
  };
};

test('what began before its session ended, and came whole only after that, does nothing', async () => {
  await using server = await startServer();
  const { alice, bob } = await friends(server.url);
  const phone = await login(server.url, 'alice');
  const form = (more: Record<string, string> = {}) => {
    const filled = new FormData();
    filled.set('file', new File([new Uint8Array(png(8, 8, () => [200, 120, 90]))], 'me.png'));
    for (const [name, value] of Object.entries(more)) filled.set(name, value);
    return new Response(filled);
  };
  const text = { receiver_id: bob.id, content: 'from a phone that was lost' };
  const goOn = [
    await begin(server, phone, 'POST /api/v1/messages', Response.json(text)),
    await begin(
      server,
      phone,
      'PUT /api/v1/user/profile',
      Response.json({ display_name: 'Mallory' }),
    ),
    await begin(server, phone, 'POST /api/v1/upload/file', form({ receiver_id: String(bob.id) })),
    await begin(server, phone, 'POST /api/v1/upload/avatar', form()),
  ];
  const sessions = (await alice.get('/auth/sessions')).body.data;
  const { id } = sessions.find(({ current }: { current: boolean }) => !current);
  expect((await alice.delete(`/auth/sessions/${id}`)).status).toBe(200);
  const said = await Promise.all(goOn.map((send) => send()));
  expect(said).toEqual(said.map(() => 'HTTP/1.1 401 Unauthorized'));
  expect((await bob.get(`/messages/${alice.id}`)).body.data.messages).toEqual([]);
  expect((await alice.get('/user/profile')).body.data).toMatchObject({
    display_name: '',
    avatar: '',
  });
  expect((await alice.get('/user/storage')).body.data.files).toBe(0);
  const kept = new Bun.Glob('{files,avatars,incoming}/**/*').scanSync({ cwd: server.dir });
  expect([...kept]).toEqual([]);
  // The same is taken of a session that lives.
  const send = await begin(server, alice, 'POST /api/v1/upload/avatar', form());
  expect(await send()).toBe('HTTP/1.1 201 Created');
});
