// A server that gives no vault, as if there had never been one: it would get a new one, with a key that
// no friend knows and without anybody's pin. What this device keeps is the vault then.
import { expect, setDefaultTimeout, test } from 'bun:test';
import type { Cast } from '../../support/hostile/cast';
import { newDevice, openCast } from '../../support/hostile/cast';
import type { Kept } from '../../support/hostile/kept';
import type { Life } from '../../support/hostile/life';
import { isReady, newLife, send, start, wish } from '../../support/hostile/life';
import { wake } from '../../support/hostile/ways-back';
import { newWritten } from '../../support/hostile/written';
import { startServer } from '../../support/server';

setDefaultTimeout(300_000);

const none = () =>
  Response.json(
    { success: false, error: { code: 'ENCRYPT_001', message: '', details: {} } },
    { status: 404 },
  );
const ANSWERS: Record<string, () => Response> = {
  'that there is none': none,
  nothing: () => Response.json({ success: true }),
  null: () => Response.json({ success: true, data: null }),
  'an empty one': () =>
    Response.json({ success: true, data: { private_key_encrypted: '', vault_version: 1 } }),
  'another page': () => new Response('<html>', { status: 404 }),
};

/** From now on, whatever is asked for of the vault; `takes` also a new one. */
const withoutVault = ({ liar }: Cast, answer: () => Response, takes = false) =>
  liar.answers(({ method, path }) => {
    if (!path.startsWith('/encryption/keys')) return undefined;
    if (method === 'GET') return Promise.resolve(answer());
    const data = { vault_version: 1, version: 1, key_id: null };
    return takes ? Promise.resolve(Response.json({ success: true, data })) : undefined;
  });

const keysWritten = ({ liar }: Cast): string[] =>
  liar.asked
    .filter(({ method, path }) => `${method} ${path}` === 'POST /encryption/keys')
    .map(({ body }) => JSON.parse(JSON.parse(body).public_key).x);

const HOW = { met: 'first', 'by link': 'link', compared: 'compared', 'first contact': 'first' };
/** As each friend is known that she had met before, and by which key. */
const trustIn = ({ device, cast }: Life) =>
  cast.friends
    .filter(({ state }) => state !== 'first contact')
    .map(({ person }) => device.app.pins.pinOf(person.id))
    .map((pin) => [pin?.how, pin?.key_id]);
const trustBefore = ({ friends }: Cast) =>
  friends
    .filter(({ state }) => state !== 'first contact')
    .map(({ state, key_id }) => [HOW[state], key_id]);

const open = async (cast: Cast, kept: Kept): Promise<Life> => {
  const life = newLife(cast, newDevice(cast.liar, kept), newWritten());
  await start(life);
  return life;
};

test('a server without the vault is given this device’s own again, and no new one is made', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  for (const [name, answer] of Object.entries(ANSWERS)) {
    for (const takes of [false, true]) {
      const kept = await cast.before();
      cast.liar.repent();
      using _ = withoutVault(cast, answer, takes);
      const life = await open(cast, kept);
      const { screen, keys } = life.device.app;
      expect([name, screen.phase.value]).toEqual([name, 'ready']);
      expect(trustIn(life)).toEqual(trustBefore(cast));
      for (const friend of cast.friends) wish(life, () => send(life, friend));
      await life.device.pass(60_000);
      expect([name, ...new Set(keysWritten(cast))]).toEqual(
        keysWritten(cast).length > 0 ? [name, cast.key.x] : [name],
      );
      expect(keys.identity()?.public_key).toContain(cast.key.x);
      expect(life.faults).toEqual([]);
      _[Symbol.dispose]();
      const next = await wake(life, cast);
      expect([name, screen.phase.value, next.faults]).toEqual([name, 'ready', []]);
      expect(trustIn(next)).toEqual(trustBefore(cast));
      next.device.close();
    }
  }
});

test('who signs in where a vault is kept gets no new one from a server that says there is none', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const kept = await cast.before();
  kept.cookies.clear();
  // The server knows no session of hers any more: what was kept waits for her.
  (await open(cast, kept)).device.close();
  cast.liar.repent();
  using _ = withoutVault(cast, none, true);
  const life = await open(cast, kept);
  const { session, screen, notices, keys } = life.device.app;
  expect(screen.phase.value).toBe('welcome');
  await session.login('alice', 'alice likes tea');
  await life.device.idle();
  expect(screen.phase.value).toBe('ready');
  expect(trustIn(life)).toEqual(trustBefore(cast));
  expect(notices.notices.value.map(({ kind }) => kind)).toEqual(['missingVault']);
  expect([...new Set(keysWritten(cast))]).toEqual([cast.key.x]);
  expect(keys.identity()?.public_key).toContain(cast.key.x);
  life.device.close();
});

test('who signed out here before is asked, and nothing is made until a person says so', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const kept = await cast.before();
  const before = await open(cast, kept);
  wish(before, () => before.device.app.session.logout());
  // Its slot goes out of the vault later than anybody waits: that brings no copy back.
  await before.device.pass(10_000);
  before.device.close();
  expect(before.device.left).toEqual(['/']);
  expect([...kept.values.keys()].filter((name) => /^(vault|device key) \d/.test(name))).toEqual([]);
  cast.liar.repent();
  const life = newLife(cast, newDevice(cast.liar, kept), newWritten());
  const { session, screen } = life.device.app;
  {
    using _ = withoutVault(cast, none, true);
    await start(life);
    await session.login('alice', 'alice likes tea');
    await life.device.idle();
    expect([screen.phase.value, session.lockedBy.value]).toEqual(['locked', 'missing']);
    expect(keysWritten(cast)).toEqual([]);
    // Nothing that she types makes one either.
    await expect(session.unlock('alice likes tea', 'password')).rejects.toThrow('missing_vault');
    expect(keysWritten(cast)).toEqual([]);
  }
  // It was a lie, or it is there again: the same password opens it.
  await session.unlock('alice likes tea', 'password');
  await life.device.idle();
  expect(isReady(life)).toBe(true);
  expect(trustIn(life)).toEqual(trustBefore(cast));
  life.device.close();
});

const named = (id: number) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256' }), part({ sub: String(id) }), part({})].join('.');
};

test('who signs in again under the same name is given no other account without being asked', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const kept = await cast.before();
  // The first start says who she is; then her session is over.
  (await open(cast, kept)).device.close();
  kept.cookies.clear();
  (await open(cast, kept)).device.close();
  cast.liar.repent();
  const other = 4_711;
  using _ = withoutVault(cast, none, true);
  using __ = cast.liar.answers(async ({ method, path }, honest) => {
    const line = `${method} ${path}`;
    const { data, ...rest } = await (await honest()).clone().json();
    if (line === 'POST /auth/login') {
      return Response.json({ ...rest, data: { ...data, access_token: named(other) } });
    }
    if (line !== 'GET /user/profile') return honest();
    const { data: me } = (await cast.alice.get('/user/profile')).body;
    return Response.json({ success: true, data: { ...me, id: other } });
  });
  const life = await open(cast, kept);
  const { session, screen, account } = life.device.app;
  expect(screen.phase.value).toBe('welcome');
  await session.login('alice', 'alice likes tea');
  await life.device.idle();
  expect(account.userId()).toBe(other);
  expect([screen.phase.value, session.lockedBy.value]).toEqual(['locked', 'missing']);
  expect(keysWritten(cast)).toEqual([]);
  await expect(session.unlock('alice likes tea', 'password')).rejects.toThrow('missing_vault');
  life.device.close();
});

test('a page of one person is never shown as another’s, whatever profile the server gives', async () => {
  await using server = await startServer();
  await using cast = await openCast(server);
  const kept = await cast.before();
  (await open(cast, kept)).device.close();
  cast.liar.repent();
  const [friend] = cast.friends;
  using _ = cast.liar.answers(async ({ method, path }, honest) => {
    if (`${method} ${path}` !== 'GET /user/profile') return honest();
    const { data } = (await cast.alice.get('/user/profile')).body;
    return Response.json({ success: true, data: { ...data, id: friend?.person.id } });
  });
  const life = await open(cast, kept);
  const { account, isOnline } = life.device.app;
  await life.device.pass(10_000);
  expect([account.userId(), isOnline.value]).toEqual([cast.alice.id, false]);
  _[Symbol.dispose]();
  await life.device.pass(10_000);
  expect([account.userId(), isOnline.value]).toEqual([cast.alice.id, true]);
  expect(trustIn(life)).toEqual(trustBefore(cast));
  life.device.close();
});
