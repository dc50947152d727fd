// The program's own relay, as calls have it: where it is found, for whom, and until when.
import { expect, test } from 'bun:test';
import { status } from '../../../src/operator/status';
import { callScene, done, ended, invites } from '../../support/calls/scene';
import { frontSettings, PLAIN, trusted } from '../../support/network/behind-front';
import { client } from '../../support/network/heard';
import { allocate } from '../../support/network/turn-client';
import { call, type Person } from '../../support/person';
import { startServer } from '../../support/server';
import { eventually } from '../../support/timing';
import { freePort } from '../../support/tls';

/** RFC 8489, 5. */
const BINDING = Buffer.from(`000100002112a442${'ab'.repeat(12)}`, 'hex');
const RELAY = { CHAT8_RELAY: 'on', CHAT8_TURN_PORT: '0' };

interface IceServer {
  urls: string[];
  username: string;
  credential: string;
}

const iceServers = async (person: Person, call_id: string, headers?: Record<string, string>) => {
  const { status, body } = await person.get(`/calls/ice-servers?call_id=${call_id}`, headers);
  return (status === 200 ? body.data.ice_servers : [body.error.code]) as IceServer[];
};

const portOf = ({ urls }: IceServer) => Number(/:(\d+)\?transport=udp/.exec(urls[0] ?? '')?.[1]);

const allocated = async (server: IceServer) => {
  const { code, relayed_port } = await allocate(portOf(server), server);
  return code === 0 ? relayed_port > 0 : code;
};

test('the two of a call get an allocation each, and nobody gets one once it is over', async () => {
  await using it = await callScene(RELAY);
  const { alice, bob, mallory, alicePhone, bobPhone } = it;
  const { call_id } = await it.runs();
  const [alices] = await iceServers(alice, call_id);
  const [bobs] = await iceServers(bob, call_id);
  if (!alices || !bobs) throw new Error('no relay');
  const port = portOf(alices);
  expect(alices.urls).toEqual([
    `turn:127.0.0.1:${port}?transport=udp`,
    `turn:127.0.0.1:${port}?transport=tcp`,
  ]);
  expect(alices.username).toMatch(new RegExp(`^\\d+:${call_id}:${alice.id}$`));
  expect([await allocated(alices), await allocated(bobs)]).toEqual([true, true]);
  const [expiry] = bobs.username.split(':');
  const forged = { ...bobs, username: `${expiry}:${call_id}:${mallory.id}` };
  expect(await allocated(forged)).toBe(401);
  await done(bobPhone, 'call_hangup', { call_id });
  await ended(alicePhone, call_id);
  await eventually(async () => (await allocated(alices)) === 401, 1_000);
  expect(await allocated(bobs)).toBe(401);
  // It asks for the call, and not for the time.
  const next = await it.runs();
  const [again] = await iceServers(alice, next.call_id);
  expect(await allocated(again as IceServer)).toBe(true);
});

const ENDS: Record<string, (it: Awaited<ReturnType<typeof callScene>>) => Promise<unknown>> = {
  'a session of it ends': ({ bob }) => bob.post('/auth/logout'),
  'one blocks the other': ({ bob, alice }) => bob.put(`/friends/blocks/${alice.id}`),
  'an account is erased': ({ bob }) => bob.delete('/user', { password: 'bob likes tea' }),
};

test.each(Object.entries(ENDS))(
  'a call and a test have no relay any more if %s',
  async (_, end) => {
    await using it = await callScene(RELAY);
    const { alice, bob } = it;
    const { call_id } = await it.runs();
    const { body } = await alice.post('/calls/test', { user_id: bob.id });
    const ids = [call_id, body.data.call_id as string];
    const servers = (await Promise.all(ids.map((id) => iceServers(alice, id)))).map(
      (list) => list.find(({ username }) => username !== undefined) as IceServer,
    );
    for (const server of servers) expect(await allocated(server)).toBe(true);
    await end(it);
    for (const server of servers) {
      await eventually(async () => (await allocated(server)) === 401, 1_000);
    }
  },
);

test('a relay whose Worker dies runs again at its port, and the same credentials are good', async () => {
  await using it = await callScene(RELAY);
  const { call_id } = await it.runs();
  const [server] = await iceServers(it.alice, call_id);
  if (!server) throw new Error('no relay');
  expect(await allocated(server)).toBe(true);
  const { relay } = it.server.world;
  const before = await relay.stats();
  expect(before.allocations_made).toBeGreaterThan(0);
  relay.running()?.throwInside();
  await eventually(() => relay.ends() === 1 && relay.running() !== undefined);
  expect(await allocated(server)).toBe(true);
  const [again] = await iceServers(it.alice, call_id);
  expect(portOf(again as IceServer)).toBe(portOf(server));
  // What was counted is kept.
  const { allocations_made } = await relay.stats();
  expect(allocations_made).toBeGreaterThan(before.allocations_made);
  const lines = it.server.log.map(({ level, message }) => `${level} ${message}`);
  expect(lines).toContain('error the relay of calls ended, and is started again');
});

test('status and metrics show the relay, its refusals, and why calls failed', async () => {
  const token = 'a long enough token';
  await using it = await callScene({ ...RELAY, CHAT8_METRICS_TOKEN: token });
  const { world } = it.server;
  const { call_id } = await it.runs();
  const [server] = await iceServers(it.alice, call_id);
  if (!server) throw new Error('no relay');
  await allocated(server);
  await allocated({ ...server, credential: 'forged' });
  await done(it.bobPhone, 'call_hangup', { call_id, failure: 'unreachable' });
  expect(await status(world)).toMatchObject({
    relay: `on, at port ${portOf(server)}`,
    relay_port: portOf(server),
    relay_allocations: 0,
    relay_allocations_made: 1,
    relay_from_elsewhere_udp: 0,
    relay_offers: 1,
    relay_refused: expect.stringMatching(/unproven 2, wrong_credentials 1/),
    relay_restarts: 0,
    calls_failed: 'unreachable 1',
  });
  const { body } = await call(it.url, 'GET', '/metrics', { token });
  expect(body).toContain('chat8_relay_running 1\n');
  expect(body).toContain('chat8_relay_allocations_total 1\n');
  expect(body).toContain('chat8_relay_refused_total{reason="wrong_credentials"} 1\n');
  expect(body).toContain('chat8_calls_failed_total{reason="unreachable"} 1\n');
  await using without = await startServer({ CHAT8_RELAY: 'off' });
  expect(await status(without.world)).toMatchObject({ relay: 'off: CHAT8_RELAY=off' });
});

test('other servers are named behind it, and alone unless it is asked for', async () => {
  const others = {
    CHAT8_TURN_URLS: 'stun:stun.example, turn:turn.example',
    CHAT8_TURN_SECRET: 'a secret that two servers share',
  };
  const urlsWith = async (settings: Record<string, string>) => {
    await using it = await callScene({ ...RELAY, ...others, ...settings });
    const { call_id } = await it.rings();
    return (await iceServers(it.alice, call_id)).flatMap(({ urls }) => urls);
  };
  const [own, ...rest] = await urlsWith({});
  expect(own).toMatch(/^turn:127\.0\.0\.1:\d+\?transport=udp$/);
  expect(rest.slice(1)).toEqual(['stun:stun.example', 'turn:turn.example']);
  expect(await urlsWith({ CHAT8_RELAY: '' })).toEqual(['stun:stun.example', 'turn:turn.example']);
});

test('over TLS it is at the port of the page, with the name of the page, and never with a number', async () => {
  await using it = await callScene(frontSettings());
  const { alice, bob, url } = it;
  const { call_id } = await invites(it.alicePhone, bob);
  const at = async (host: string) => {
    const [server] = await iceServers(alice, call_id, { host });
    return server?.urls.map((each) => each.replace(/:\d{5}(?=\?)/, ':PORT'));
  };
  const page = new URL(url).port;
  expect(await at('chat.example:8443')).toEqual([
    'turn:chat.example:PORT?transport=udp',
    'turn:chat.example:PORT?transport=tcp',
    'turns:chat.example:8443?transport=tcp',
  ]);
  expect(await at('Chat.Example')).toContain('turns:chat.example:443?transport=tcp');
  expect(await at('[2001:db8::1]:8443')).toEqual([
    'turn:[2001:db8::1]:PORT?transport=udp',
    'turn:[2001:db8::1]:PORT?transport=tcp',
  ]);
  for (const host of ['a b', 'chat.example/x', 'a@b', '<script>']) {
    expect([host, await at(host)]).toEqual([host, undefined]);
  }
  // A test also says what kind of network this is.
  const { body } = await alice.post('/calls/test');
  const [stun, turn] = await iceServers(alice, body.data.call_id, { host: `localhost:${page}` });
  expect(stun?.urls.every((each) => /^stun:localhost:\d+$/.test(each))).toBe(true);
  expect(turn?.urls.at(-1)).toBe(`turns:localhost:${page}?transport=tcp`);
  // At the very port of the page.
  const { socket, heard } = client(url, BINDING);
  await eventually(() => heard.bytes >= 32);
  expect(heard.text.slice(0, 2)).toBe('\x01\x01');
  socket.destroy();
  expect((await alice.get('/user/profile')).status).toBe(200);
});

test('a port for TURN over TLS alone is handed out behind that of the page, and serves no page', async () => {
  const port = await freePort();
  await using it = await callScene({ ...frontSettings(), CHAT8_TURN_TLS_PORT: String(port) });
  const { call_id } = await it.rings();
  const [server] = await iceServers(it.alice, call_id, { host: 'chat.example:8443' });
  expect(server?.urls.slice(2)).toEqual([
    'turns:chat.example:8443?transport=tcp',
    `turns:chat.example:${port}?transport=tcp`,
  ]);
  const url = `https://127.0.0.1:${port}`;
  trusted({ url });
  const turn = client(url, BINDING);
  await eventually(() => turn.heard.bytes >= 32);
  expect(turn.heard.text.slice(0, 2)).toBe('\x01\x01');
  turn.socket.destroy();
  const page = client(url, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await page.closed;
  expect(page.heard.bytes).toBe(0);
});

test('the settings name the host; a port that is taken is refused if it was named', async () => {
  await using it = await callScene({ ...RELAY, CHAT8_TURN_HOST: 'turn.example' });
  const { call_id } = await it.rings();
  const [server] = await iceServers(it.alice, call_id, { host: 'chat.example' });
  expect(server?.urls[0]).toStartWith('turn:turn.example:');
  const CHAT8_TURN_PORT = String(portOf(server as IceServer));
  const wanted = { CHAT8_RELAY: 'on', CHAT8_TURN_PORT };
  await expect(startServer(wanted)).rejects.toThrow(`port ${CHAT8_TURN_PORT} is in use`);
  const publicly = { ...PLAIN, ...RELAY, CHAT8_PUBLIC_URL: 'https://chat.example' };
  await using page = await callScene(publicly);
  const other = await page.rings();
  const [named] = await iceServers(page.alice, other.call_id, { host: 'elsewhere.example' });
  // Another program speaks TLS for it, which knows nothing of TURN.
  expect(named?.urls.map((each) => each.replace(/:\d+(?=\?)/, ''))).toEqual([
    'turn:chat.example?transport=udp',
    'turn:chat.example?transport=tcp',
  ]);
});
